using RaftLog.Model;

namespace RaftLog.Client.Tests;

/// <summary>A partition: its batches, and the sequences of the producers that wrote them, checked as Kafka checks them.</summary>
internal sealed class FakeLog
{
    private readonly Lock _lock = new();
    private readonly List<byte[]> _batches = [];
    private readonly Dictionary<long, (short Epoch, List<(int First, int Last, long Offset)> Batches)> _producers = [];
    private TaskCompletionSource _grown = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Leader { get; set; }

    public int LeaderEpoch { get; set; } = 1;

    public long StartOffset { get; set; }

    public long EndOffset { get; private set; }

    /// <summary>Completes when a batch is appended.</summary>
    public Task Grown
    {
        get
        {
            lock (_lock)
            {
                return _grown.Task;
            }
        }
    }

    public (ErrorCode Error, long BaseOffset) Append(byte[] batch)
    {
        Assert.That(RecordBatch.Validate(batch), Is.EqualTo(RecordBatchProblem.None), "The client sent an invalid batch.");
        _ = RecordBatchHeader.TryParse(batch, out RecordBatchHeader header);
        lock (_lock)
        {
            if (header.HasProducerId && CheckSequence(header) is { } known)
            {
                return known;
            }

            long baseOffset = EndOffset;
            RecordBatch.SetBaseOffset(batch, new Offset(baseOffset));
            RecordBatch.SetLeaderEpoch(batch, new Term(LeaderEpoch));
            _batches.Add(batch);
            EndOffset += header.RecordCount;
            if (header.IsTransactional)
            {
                OpenTransactions.TryAdd(header.ProducerId, baseOffset);
            }

            if (header.HasProducerId)
            {
                _producers[header.ProducerId].Batches.Add((header.BaseSequence, header.LastSequence, baseOffset));
            }

            TaskCompletionSource grown = _grown;
            _grown = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            grown.SetResult();
            return (ErrorCode.None, baseOffset);
        }
    }

    public byte[] Read(long offset, int maxBytes, long limit = long.MaxValue)
    {
        lock (_lock)
        {
            var data = new List<byte>();
            foreach (byte[] batch in _batches)
            {
                _ = RecordBatchHeader.TryParse(batch, out RecordBatchHeader header);
                if (header.NextOffset.Value > offset && header.BaseOffset.Value < limit && (data.Count == 0 || data.Count + batch.Length <= maxBytes))
                {
                    data.AddRange(batch);
                }
            }

            return [.. data];
        }
    }

    /// <summary>The first offset of each producer's open transaction.</summary>
    public Dictionary<long, long> OpenTransactions { get; } = [];

    public List<(long ProducerId, long FirstOffset)> AbortedTransactions { get; } = [];

    /// <summary>The end of what a reader of committed records sees.</summary>
    public long LastStableOffset
    {
        get
        {
            lock (_lock)
            {
                return OpenTransactions.Count == 0 ? EndOffset : OpenTransactions.Values.Min();
            }
        }
    }

    /// <summary>Appends the marker of a producer's open transaction, if it has one here.</summary>
    public void EndTransaction(long producerId, short epoch, bool commit)
    {
        lock (_lock)
        {
            if (!OpenTransactions.Remove(producerId, out long firstOffset))
            {
                return;
            }

            if (!commit)
            {
                AbortedTransactions.Add((producerId, firstOffset));
            }

            using var builder = new RecordBatchBuilder();
            byte[] key = [0, 0, 0, commit ? (byte)1 : (byte)0];
            builder.Append(0, NullableBytes.FromSpan(key), NullableBytes.FromSpan(new byte[6]));
            using PooledBuffer marker = builder.Build(attributes: 0x30);
            byte[] batch = marker.Span.ToArray();
            RecordBatch.SetProducerState(batch, producerId, epoch, RecordBatchHeader.NoSequence);
            RecordBatch.SetBaseOffset(batch, new Offset(EndOffset));
            _batches.Add(batch);
            EndOffset++;
        }
    }

    /// <summary>Flips a bit of a stored batch's records.</summary>
    public void Damage(int batch)
    {
        lock (_lock)
        {
            _batches[batch][^1] ^= 1;
        }
    }

    /// <summary>The values of all records, in order.</summary>
    public string[] Values()
    {
        var values = new List<string>();
        lock (_lock)
        {
            foreach (byte[] batch in _batches)
            {
                using var reader = RecordReader.Open(batch);
                while (reader.TryRead(out Record record))
                {
                    values.Add(System.Text.Encoding.UTF8.GetString(record.Value!.Value.Span));
                }
            }
        }

        return [.. values];
    }

    /// <summary>The batches' headers, in order.</summary>
    public RecordBatchHeader[] Headers()
    {
        lock (_lock)
        {
            return [.. _batches.Select(batch => RecordBatchHeader.TryParse(batch, out RecordBatchHeader header) ? header : default)];
        }
    }

    private (ErrorCode Error, long BaseOffset)? CheckSequence(in RecordBatchHeader header)
    {
        if (!_producers.TryGetValue(header.ProducerId, out var producer) || header.ProducerEpoch > producer.Epoch)
        {
            if (_producers.ContainsKey(header.ProducerId) && header.BaseSequence != 0)
            {
                return (ErrorCode.OutOfOrderSequenceNumber, -1);
            }

            _producers[header.ProducerId] = (header.ProducerEpoch, []);
            return null;
        }

        if (header.ProducerEpoch < producer.Epoch)
        {
            return (ErrorCode.InvalidProducerEpoch, -1);
        }

        foreach ((int first, int last, long offset) in producer.Batches)
        {
            if (first == header.BaseSequence && last == header.LastSequence)
            {
                return (ErrorCode.None, offset);
            }
        }

        int expected = producer.Batches.Count == 0 ? header.BaseSequence : RecordBatch.AddSequence(producer.Batches[^1].Last, 1);
        return header.BaseSequence == expected ? null : (ErrorCode.OutOfOrderSequenceNumber, -1);
    }
}
