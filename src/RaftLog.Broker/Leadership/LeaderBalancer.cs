using Microsoft.Extensions.Logging;
using RaftLog.Broker.Partitions;
using RaftLog.Metadata;
using RaftLog.Replication;

namespace RaftLog.Broker.Leadership;

/// <summary>
/// Gives leaderships back: looks once in a while at the partitions led here and hands those over whose preferred replica is on another broker
/// that is up and has caught up. Without it the brokers that did not restart would lead everything from then on.
/// </summary>
/// <remarks>Needs no controller: the leader knows best who has caught up, and only it can hand over.</remarks>
internal sealed class LeaderBalancer : IAsyncDisposable
{
    private readonly BrokerId _self;
    private readonly LeaderBalanceOptions _options;
    private readonly TimeProvider _time;
    private readonly MetadataStore _store;
    private readonly PartitionRegistry _partitions;
    private readonly LeadershipTransfers _transfers;
    private readonly PeriodicLoop _loop;
    private readonly ILogger _logger;

    public LeaderBalancer(KafkaBrokerEnvironment environment, PartitionRegistry partitions, LeadershipTransfers transfers)
    {
        _self = environment.Broker;
        _options = environment.Options.LeaderBalance;
        _time = environment.Time;
        _store = environment.Metadata;
        _partitions = partitions;
        _transfers = transfers;
        var firstWait = _options.CheckInterval * (0.5 + (environment.Random.NextDouble() / 2));
        _loop = new PeriodicLoop(_time, firstWait, _options.CheckInterval, BalanceAsync);
        _logger = environment.Loggers.CreateLogger<LeaderBalancer>();
    }

    public void Start()
    {
        if (_options.IsEnabled)
        {
            _loop.Start();
        }
    }

    public ValueTask DisposeAsync() => _loop.DisposeAsync();

    private async Task BalanceAsync(CancellationToken stopping)
    {
        foreach (var replica in _partitions.All.Where(replica => replica.State.IsLeader).OrderBy(replica => replica.Group).ToList())
        {
            // The image of now, not of the first: a balance of many partitions takes a while.
            if (PreferredElsewhere(_store.Current, replica) is not { } preferred)
            {
                continue;
            }

            if (await _transfers.HandOverHereAsync(replica.Group, preferred) == LeadershipTransferStatus.Transferred)
            {
                BrokerLog.LeadershipGivenBack(_logger, replica.Partition, preferred.Value);
            }

            await Task.Delay(_options.TransferPause, _time, stopping);
        }
    }

    private BrokerId? PreferredElsewhere(MetadataImage image, PartitionReplica replica)
    {
        if (!image.Topics.TryGet(replica.TopicId, out var topic)
            || topic.Partition(replica.Partition.Partition) is not { IsChanging: false } partition)
        {
            return null;
        }

        var preferred = partition.Replicas[0].Broker;
        return preferred != _self && image.Brokers.TryGet(preferred, out var broker) && broker.IsUsable ? preferred : null;
    }
}
