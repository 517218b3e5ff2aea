using System.Globalization;
using RaftLog.Broker;
using RaftLog.Broker.Compaction;
using RaftLog.Consensus;
using RaftLog.Metadata;
using RaftLog.Model;
using RaftLog.Replication;
using RaftLog.Server.Configuration;
using RaftLog.Storage;

namespace RaftLog.Server.Node;

/// <summary>Hands each layer its part of the configuration, in the layer's own words.</summary>
internal static class BrokerSettings
{
    // A timer later than this against the shortest deadline would blur what the deadline says.
    private const int TicksPerHeartbeat = 4;

    /// <summary>The broker's configuration under Kafka's names, as DescribeConfigs shows it.</summary>
    public static ConfigResolver Configs(RaftLogOptions options)
    {
        var values = new Dictionary<string, string>
        {
            [BrokerConfigNames.BrokerId] = options.BrokerId.ToString(CultureInfo.InvariantCulture),
            [BrokerConfigNames.AutoCreateTopicsEnable] = options.Topics.AutoCreate ? "true" : "false",
            [BrokerConfigNames.NumPartitions] = options.Topics.DefaultPartitions.ToString(CultureInfo.InvariantCulture),
            [BrokerConfigNames.DefaultReplicationFactor] = options.Topics.DefaultReplicationFactor.ToString(CultureInfo.InvariantCulture),
            ["auto.leader.rebalance.enable"] = options.Leaders.AutoRebalance ? "true" : "false",
            ["leader.imbalance.check.interval.seconds"] = options.Leaders.CheckIntervalSeconds.ToString(CultureInfo.InvariantCulture),
            ["fetch.max.bytes"] = options.Fetch.MaxBytes.ToString(CultureInfo.InvariantCulture),
            ["max.incremental.fetch.session.cache.slots"] = options.Fetch.Sessions.ToString(CultureInfo.InvariantCulture),
            ["log.retention.check.interval.ms"] = options.Retention.CheckIntervalMs.ToString(CultureInfo.InvariantCulture),
            [BrokerConfigNames.TransactionAbortTimedOutCleanupIntervalMs] = options.Transactions.TimeoutCheckIntervalMs.ToString(CultureInfo.InvariantCulture),
            ["replication.recovery.rate"] = options.Replication.RecoveryRate.ToString(CultureInfo.InvariantCulture),
            ["log.cleaner.enable"] = options.Compaction.Enabled ? "true" : "false",
            ["log.cleaner.backoff.ms"] = options.Compaction.CheckIntervalMs.ToString(CultureInfo.InvariantCulture),
            ["log.cleaner.dedupe.buffer.size"] = options.Compaction.MapBytes.ToString(CultureInfo.InvariantCulture),
            ["log.cleaner.io.max.bytes.per.second"] = MaxCompactionBytesPerSecond(options).ToString(CultureInfo.InvariantCulture),
            ["group.min.session.timeout.ms"] = options.Groups.MinSessionTimeoutMs.ToString(CultureInfo.InvariantCulture),
            ["group.max.session.timeout.ms"] = options.Groups.MaxSessionTimeoutMs.ToString(CultureInfo.InvariantCulture),
            ["group.initial.rebalance.delay.ms"] = options.Groups.InitialRebalanceDelayMs.ToString(CultureInfo.InvariantCulture),
            ["group.max.size"] = options.Groups.MaxSize.ToString(CultureInfo.InvariantCulture),
            ["offsets.retention.minutes"] = options.Groups.OffsetsRetentionMinutes.ToString(CultureInfo.InvariantCulture),
            ["offsets.retention.check.interval.ms"] = options.Groups.OffsetsRetentionCheckIntervalMs.ToString(CultureInfo.InvariantCulture),
            ["group.consumer.heartbeat.interval.ms"] = options.Groups.ConsumerHeartbeatIntervalMs.ToString(CultureInfo.InvariantCulture),
            ["group.consumer.session.timeout.ms"] = options.Groups.ConsumerSessionTimeoutMs.ToString(CultureInfo.InvariantCulture),
            ["group.consumer.max.size"] = options.Groups.ConsumerMaxSize.ToString(CultureInfo.InvariantCulture),
            ["listeners"] = options.Kafka.Listen.ToString(),
            ["log.dirs"] = string.Join(',', options.LogDirectories.Prepend(options.DataDirectory)),
            [TopicConfigNames.Flush] = options.Topics.Flush == FlushMode.Always ? "always" : "interval",
        };
        if (options.Rack is { } rack)
        {
            values[BrokerConfigNames.BrokerRack] = rack;
        }

        return new ConfigResolver(new BrokerId(options.BrokerId), values);
    }

    /// <summary>How this broker decides while it is the controller.</summary>
    public static ControllerOptions Controller(RaftLogOptions options) => new()
    {
        TransactionCheckInterval = TimeSpan.FromMilliseconds(options.Transactions.TimeoutCheckIntervalMs),
    };

    /// <summary>How the replicas are driven.</summary>
    public static ReplicationOptions Replication(RaftLogOptions options)
    {
        var replication = new ReplicationOptions
        {
            Shards = options.Shards,
            RecoveryBytesPerSecond = options.Replication.RecoveryRate,
            ShipSegmentsFromBytes = options.Replication.ShipSegmentsFromBytes,
            ShippingPieceBytes = options.Replication.ShippingPieceBytes,
            SnapshotAfterEntries = options.Replication.SnapshotAfterEntries,
            Raft = new RaftOptions
            {
                ElectionTimeoutMinMs = options.Raft.ElectionTimeoutMs,
                ElectionTimeoutMaxMs = options.Raft.ElectionTimeoutMs * 2,
                HeartbeatIntervalMs = options.Raft.HeartbeatMs,
                MaxAppendBytes = options.Raft.MaxAppendBytes,
            },
        };
        var tick = TimeSpan.FromMilliseconds(options.Raft.HeartbeatMs) / TicksPerHeartbeat;
        replication.TickInterval = tick < replication.TickInterval ? tick : replication.TickInterval;
        return replication;
    }

    /// <summary>The settings of the Kafka front end.</summary>
    public static BrokerOptions Broker(RaftLogOptions options) => new()
    {
        FetchMaxBytes = options.Fetch.MaxBytes,
        FetchSessionSlots = options.Fetch.Sessions,
        CatchUpBytesPerSecond = (long)options.Fetch.CatchUpRate * Environment.ProcessorCount,
        RetentionCheckInterval = TimeSpan.FromMilliseconds(options.Retention.CheckIntervalMs),
        ReplicaThreads = options.Storage.FlushThreads,
        Groups = Groups(options.Groups),
        Scrub = new ScrubOptions
        {
            BytesPerSecond = options.Scrub.BytesPerSecond,
            Interval = TimeSpan.FromSeconds(options.Scrub.IntervalSeconds),
            FirstWait = TimeSpan.FromSeconds(Math.Min(60, options.Scrub.IntervalSeconds)),
        },
        Compaction = new CompactionLoopOptions
        {
            IsEnabled = options.Compaction.Enabled,
            CheckInterval = TimeSpan.FromMilliseconds(options.Compaction.CheckIntervalMs),
            MapBytes = options.Compaction.MapBytes,
            MaxBytesPerSecond = MaxCompactionBytesPerSecond(options),
        },
        LeaderBalance = new LeaderBalanceOptions
        {
            IsEnabled = options.Leaders.AutoRebalance,
            CheckInterval = TimeSpan.FromSeconds(options.Leaders.CheckIntervalSeconds),
        },
    };

    /// <summary>The members that the metadata group begins with. Which directory each one has shows when it is first heard of.</summary>
    public static GroupConfiguration MetadataVoters(RaftLogOptions options) =>
        new([.. options.Controllers.Select(controller => new ReplicaId(new BrokerId(controller.Id), DirectoryId.Unassigned))]);

    private static GroupCoordinatorOptions Groups(GroupOptions options) => new()
    {
        MinSessionTimeout = TimeSpan.FromMilliseconds(options.MinSessionTimeoutMs),
        MaxSessionTimeout = TimeSpan.FromMilliseconds(options.MaxSessionTimeoutMs),
        InitialRebalanceDelay = TimeSpan.FromMilliseconds(options.InitialRebalanceDelayMs),
        MaxGroupSize = options.MaxSize,
        OffsetsRetention = TimeSpan.FromMinutes(options.OffsetsRetentionMinutes),
        OffsetsRetentionCheckInterval = TimeSpan.FromMilliseconds(options.OffsetsRetentionCheckIntervalMs),
        Consumer = new ConsumerProtocolOptions
        {
            HeartbeatInterval = TimeSpan.FromMilliseconds(options.ConsumerHeartbeatIntervalMs),
            SessionTimeout = TimeSpan.FromMilliseconds(options.ConsumerSessionTimeoutMs),
            MaxSize = options.ConsumerMaxSize,
        },
    };

    private static double MaxCompactionBytesPerSecond(RaftLogOptions options) =>
        options.Compaction.MaxBytesPerSecond == 0 ? double.MaxValue : options.Compaction.MaxBytesPerSecond;
}
