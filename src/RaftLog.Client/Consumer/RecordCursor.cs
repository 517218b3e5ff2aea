using RaftLog.Model;

namespace RaftLog.Client;

/// <summary>Goes through the records of what was fetched, one after the other; used by the consuming caller only.</summary>
internal sealed class RecordCursor(ConsumerOptions options, FetchBuffer buffer) : IDisposable
{
    private FetchedChunk? _chunk;
    private ReadOnlyMemory<byte> _rest;
    private RecordReader? _batch;
    private long _batchOffset;
    private Record _current;

    /// <summary>The partition of <see cref="Current"/>.</summary>
    public PartitionState State => _chunk!.State;

    /// <summary>The record, valid until the next move.</summary>
    public ref readonly Record Current => ref _current;

    /// <summary>Its offset.</summary>
    public long Offset { get; private set; }

    /// <summary>The epoch of the leader that appended it.</summary>
    public int LeaderEpoch { get; private set; }

    /// <summary>How many records follow <see cref="Current"/> in its batch.</summary>
    public int LeftInBatch => _batch?.Left ?? 0;

    /// <summary>Whether a move may find a record in what was fetched.</summary>
    public bool IsReady() => _chunk is not null || OpenChunk();

    /// <summary>Moves to the next record to return, and its partition's position behind it.</summary>
    /// <param name="sameChunk">Whether to stop at the end of what one fetch brought for one partition.</param>
    /// <returns>False when nothing lies ready.</returns>
    /// <exception cref="RaftLogException">A batch is damaged.</exception>
    public bool MoveNext(bool sameChunk = false)
    {
        while (true)
        {
            if (_batch is not null)
            {
                if (MoveInBatch())
                {
                    return true;
                }

                EndBatch();
            }
            else if (_chunk is not null)
            {
                if (!OpenBatch())
                {
                    EndChunk();
                    if (sameChunk)
                    {
                        return false;
                    }
                }
            }
            else if (sameChunk || !OpenChunk())
            {
                return false;
            }
        }
    }

    /// <summary>Forgets what is not wanted any more; call after positions or the assignment have changed.</summary>
    public void Refresh()
    {
        if (_chunk is not null && !buffer.IsStillWanted(_chunk))
        {
            EndChunk();
        }
    }

    public void Dispose() => EndChunk();

    private bool OpenChunk()
    {
        _chunk = buffer.Take();
        _rest = _chunk?.Data ?? default;
        return _chunk is not null;
    }

    private bool OpenBatch()
    {
        if (!RecordBatch.TryCut(ref _rest, out ReadOnlyMemory<byte> batch))
        {
            return false;
        }

        RecordBatchProblem problem = options.CheckCrcs ? RecordBatch.VerifyIntegrity(batch.Span) : RecordBatchProblem.None;
        if (problem != RecordBatchProblem.None)
        {
            throw Damaged(problem.ToString(), null);
        }

        try
        {
            _batch = RecordReader.Open(batch, options.MaxDecompressedBytes);
        }
        catch (InvalidRecordBatchException exception)
        {
            throw Damaged(exception.Message, exception);
        }

        _batchOffset = _batch.Header.BaseOffset.Value;
        LeaderEpoch = _batch.Header.LeaderEpoch.Value;

        // A marker of a transaction is no data; a batch below the position was returned before. Those count for what was aborted all the same.
        bool isAborted = _chunk!.Aborted?.Has(_batch.Header, batch) ?? false;
        if (isAborted || _batch.Header.IsControl || _batch.Header.NextOffset.Value <= State.Position)
        {
            EndBatch();
        }

        return true;
    }

    private bool MoveInBatch()
    {
        try
        {
            PartitionState state = State;
            while (_batch!.TryRead(out _current))
            {
                long offset = _batchOffset + _current.OffsetDelta;
                if (offset >= state.Position)
                {
                    Offset = offset;
                    state.LastEpoch = LeaderEpoch;
                    state.Position = offset + 1;
                    return true;
                }
            }

            return false;
        }
        catch (InvalidRecordBatchException exception)
        {
            throw Damaged(exception.Message, exception);
        }
    }

    private void EndBatch()
    {
        // Also past offsets without a record: those that compaction removed, and markers.
        buffer.Passed(_chunk!, _batch!.Header.NextOffset.Value);
        _batch.Dispose();
        _batch = null;
    }

    private void EndChunk()
    {
        _batch?.Dispose();
        _batch = null;
        _chunk?.Frame.Release();
        _chunk = null;
        _rest = default;
    }

    private RaftLogException Damaged(string what, Exception? cause)
    {
        TopicPartition partition = State.Partition;
        long position = State.Position;
        buffer.Refetch(State);
        EndChunk();
        return new RaftLogException(
            ErrorCode.CorruptMessage,
            $"The batch at offset {position} of {partition} cannot be read: {what} Fetch it again, or seek past it.",
            partition,
            cause);
    }
}
