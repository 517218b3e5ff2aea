using System.Buffers;
using RaftLog.Client.Network;
using RaftLog.Model;
using RaftLog.Protocol.Messages;

namespace RaftLog.Client;

/// <content>What a fetch brought.</content>
internal sealed partial class Fetcher
{
    private void HandleEnd(BrokerFetch fetch, long nowMs)
    {
        _underWay.Remove(fetch.BrokerId);
        bool brought = false;
        lock (_partitions.Lock)
        {
            foreach ((PartitionState state, int generation, long offset, PartitionMetadata leader) in fetch.Partitions)
            {
                state.IsFetching = false;
                if (fetch.Response is not { } response)
                {
                    Hold(state, leader, fetch.Failure!.ErrorCode, nowMs);
                }
                else if (Find(response.Message, state.Partition) is { } answer)
                {
                    brought |= HandleAnswer(state, generation, offset, leader, answer, response.Frame!, nowMs);
                }
                else
                {
                    Hold(state, leader, response.Message.ErrorCode, nowMs);
                }
            }
        }

        fetch.Response?.Frame?.Release();
        if (fetch.Failure is { } failure)
        {
            ClientLog.FetchFailed(_cluster.Logger, fetch.BrokerId, failure.Message);
        }

        if (brought)
        {
            _arrived();
        }
    }

    private bool HandleAnswer(
        PartitionState state,
        int generation,
        long offset,
        PartitionMetadata leader,
        FetchResponse.PartitionData answer,
        PooledBuffer frame,
        long nowMs)
    {
        if (generation != state.Generation || !_partitions.Has(state))
        {
            return false; // Fetched for a place that is not read any more.
        }

        switch (answer.ErrorCode)
        {
            case ErrorCode.None:
                state.Failures = 0;
                state.Suspect = null;
                return Store(state, answer, frame);
            case ErrorCode.OffsetOutOfRange:
                HandleOutOfRange(state, offset, leader, nowMs);
                return false;
            default:
                Hold(state, leader, answer.ErrorCode, nowMs);
                if (!answer.ErrorCode.IsRetriable())
                {
                    Fail(new RaftLogException(
                        answer.ErrorCode, $"{state.Partition} cannot be fetched: {answer.ErrorCode.KafkaName()}.", state.Partition));
                }

                return false;
        }
    }

    private bool Store(PartitionState state, FetchResponse.PartitionData answer, PooledBuffer frame)
    {
        ReadOnlySequence<byte> records = answer.Records ?? default;
        ReadOnlyMemory<byte> data = records.IsSingleSegment ? records.First : records.ToArray();

        // A response may end in the middle of a batch; what comes after the last whole one is fetched again.
        ReadOnlyMemory<byte> rest = data;
        long nextOffset = -1;
        while (RecordBatch.TryCut(ref rest, out ReadOnlyMemory<byte> batch))
        {
            if (!RecordBatchHeader.TryParse(batch.Span, out RecordBatchHeader header))
            {
                break; // The reader meets the same bytes and says what is wrong with them.
            }

            nextOffset = header.NextOffset.Value;
        }

        data = data[..(data.Length - rest.Length)];
        if (data.IsEmpty)
        {
            return false;
        }

        state.FetchOffset = Math.Max(nextOffset, state.FetchOffset);
        Buffer.Add(new FetchedChunk(state, state.Generation, data, frame.AddReference(), Aborted(answer)));
        return true;
    }

    private AbortedRecords? Aborted(FetchResponse.PartitionData answer) =>
        _options.IsolationLevel == IsolationLevel.ReadCommitted && answer.AbortedTransactions is { Count: > 0 } transactions
            ? new AbortedRecords(transactions)
            : null;

    private void HandleOutOfRange(PartitionState state, long offset, PartitionMetadata leader, long nowMs)
    {
        if (state.Position < offset)
        {
            // The caller has yet to be given what was fetched before: it goes on there, and only then elsewhere.
            Hold(state, leader, ErrorCode.OffsetOutOfRange, nowMs);
            return;
        }

        if (_options.AutoOffsetReset == AutoOffsetReset.None)
        {
            state.NotBeforeMs = long.MaxValue; // Until the caller seeks.
            Fail(new RaftLogException(
                ErrorCode.OffsetOutOfRange,
                $"Offset {offset} of {state.Partition} is not in the log, and AutoOffsetReset is None: seek to an offset that is.",
                state.Partition));
            return;
        }

        state.Generation++;
        state.Status = PositionStatus.NeedsReset;
        _positions.Request();
    }

    private void Hold(PartitionState state, PartitionMetadata leader, ErrorCode error, long nowMs)
    {
        state.Failures++;
        state.NotBeforeMs = nowMs + (long)_cluster.Backoff.After(state.Failures).TotalMilliseconds;
        if (error.NeedsMetadataRefresh() || error is ErrorCode.RequestTimedOut or ErrorCode.UnknownLeaderEpoch)
        {
            state.Suspect = leader;
            _metadataPoll.Request();
        }
    }

    /// <summary>
    /// Looks after a broker that does not answer but keeps its connection open, as a stopped process does: when others say that it no
    /// longer leads, the request is given up.
    /// </summary>
    private long WatchSilence(BrokerFetch fetch, long nowMs)
    {
        long suspiciousMs = fetch.SentMs + (long)(_options.FetchMaxWait + _options.SilentLeaderCheck).TotalMilliseconds;
        if (nowMs < suspiciousMs)
        {
            return suspiciousMs;
        }

        ClusterMetadata metadata = _cluster.Metadata.Current;
        foreach ((PartitionState state, _, _, _) in fetch.Partitions)
        {
            int leader = metadata.Leader(state.Partition).Leader;
            if (leader >= 0 && leader != fetch.BrokerId)
            {
                ClientLog.SilentLeader(_cluster.Logger, fetch.BrokerId);
                fetch.Channel?.Abandon(new RaftLogException(
                    ErrorCode.NetworkException, $"Broker {fetch.BrokerId} is silent and no longer leads {state.Partition}."));
                return long.MaxValue;
            }
        }

        _metadataPoll.Request();
        return nowMs + PollInterval.MaxMs;
    }

    private static FetchResponse.PartitionData? Find(FetchResponse response, TopicPartition partition)
    {
        foreach (FetchResponse.FetchableTopic topic in response.Responses)
        {
            if (topic.Topic == partition.Topic && topic.Partitions.Find(answer => answer.PartitionIndex == partition.Partition) is { } found)
            {
                return found;
            }
        }

        return null;
    }
}
