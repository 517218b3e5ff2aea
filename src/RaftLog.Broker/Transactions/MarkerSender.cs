using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using RaftLog.Metadata;
using RaftLog.Protocol.Messages;
using RaftLog.Replication;

namespace RaftLog.Broker.Transactions;

/// <summary>Sends markers to the leaders of the partitions that lack them: one batch under way to each broker. The coordinator's loop uses it.</summary>
internal sealed class MarkerSender(
    TransactionCoordinatorOptions options, LeaderDirectory leaders, MarkerTransport transport, TimeProvider time, ILogger logger, Action wake)
{
    private readonly ConcurrentQueue<(BrokerId Leader, MarkerBatch Batch, WriteTxnMarkersResponse? Response)> _returned = new();
    private readonly Dictionary<BrokerId, RetryLane> _lanes = [];
    private readonly List<Task> _underWay = [];

    /// <summary>How long until some broker may be tried again; null when none waits for that.</summary>
    public TimeSpan? Wait => _lanes.Values.Select(lane => lane.Wait).Where(wait => wait > TimeSpan.Zero).Min();

    /// <summary>Takes in what came back since the last time.</summary>
    public void TakeIn()
    {
        while (_returned.TryDequeue(out var returned))
        {
            TakeIn(returned.Leader, returned.Batch, returned.Response);
        }
    }

    /// <summary>Completes when nothing is under way any more.</summary>
    public async Task DrainAsync()
    {
        foreach (var task in _underWay)
        {
            await task;
        }
    }

    /// <summary>Sends what may be sent now. A partition without a leader waits: the news of one wakes the loop.</summary>
    public void Send(MetadataImage image, IEnumerable<PartitionMarker> markers)
    {
        var batches = new SortedDictionary<BrokerId, List<PartitionMarker>>();
        foreach (var marker in markers)
        {
            if (LeaderOf(image, marker.Partition) is not { } leader || !LaneTo(leader).IsFree)
            {
                continue;
            }

            if (!batches.TryGetValue(leader, out var batch))
            {
                batches.Add(leader, batch = []);
            }

            if (batch.Count < options.MaxMarkersPerRequest)
            {
                batch.Add(marker);
            }
        }

        _underWay.RemoveAll(task => task.IsCompleted);
        foreach (var (leader, batch) in batches)
        {
            LaneTo(leader).Begin();
            batch.ForEach(marker => marker.Transaction.Send(marker.Partition));
            _underWay.Add(SendAsync(leader, new MarkerBatch(batch)));
        }
    }

    private BrokerId? LeaderOf(MetadataImage image, TopicPartition partition) =>
        image.Topics.TryGet(partition, out var found) && leaders.TryGetLeader(found.Group, out var leader) && leader.Leader != BrokerId.None
            ? leader.Leader
            : null;

    private RetryLane LaneTo(BrokerId broker)
    {
        if (!_lanes.TryGetValue(broker, out var lane))
        {
            _lanes.Add(broker, lane = new RetryLane(options, time));
        }

        return lane;
    }

    private async Task SendAsync(BrokerId leader, MarkerBatch batch)
    {
        WriteTxnMarkersResponse? response = null;
        try
        {
            response = await transport.SendAsync(leader, batch.ToRequest(), options.RequestTimeout);
        }
#pragma warning disable CA1031 // Whatever one try met, the next one must come, or the transactions would stay open for good.
        catch (Exception defect)
#pragma warning restore CA1031
        {
            BrokerLog.MarkersFailed(logger, defect);
        }

        _returned.Enqueue((leader, batch, response));
        wake();
    }

    private void TakeIn(BrokerId leader, MarkerBatch batch, WriteTxnMarkersResponse? response)
    {
        bool hasSucceeded = false;
        bool hasFailed = false;
        foreach (var (marker, error) in batch.Outcomes(response))
        {
            // A higher epoch stands there: the producer has gone on, which it could not while this transaction was open there.
            bool hasMarker = error is ErrorCode.None or ErrorCode.InvalidProducerEpoch;
            marker.Transaction.Sent(marker.Partition, hasMarker);
            hasSucceeded |= hasMarker;
            hasFailed |= !hasMarker;
            if (!hasMarker)
            {
                BrokerLog.MarkerNotWritten(logger, marker.Transaction.Id, marker.Partition, leader.Value, error);
            }
        }

        LaneTo(leader).End(hasSucceeded, hasFailed);
    }
}
