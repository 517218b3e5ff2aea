using System.Collections.Frozen;
using System.Collections.Immutable;

namespace RaftLog.Metadata;

/// <summary>
/// The broker configuration keys: those of the broker itself, and for each topic key the broker keys that are its default
/// (<see cref="ConfigDefinition.Synonyms"/>). Keys of the broker itself come from its configuration file (read-only here) except for the
/// defaults of new topics.
/// </summary>
public static class BrokerConfigDefinitions
{
    /// <summary>All keys, in the order of their names.</summary>
    public static ImmutableArray<ConfigDefinition> All { get; } =
        [.. OwnKeys().Concat(DefaultsOfTopics()).OrderBy(definition => definition.Name, StringComparer.Ordinal)];

    /// <summary>The keys by name.</summary>
    public static FrozenDictionary<string, ConfigDefinition> ByName { get; } = All.ToFrozenDictionary(definition => definition.Name, StringComparer.Ordinal);

    private static IEnumerable<ConfigDefinition> OwnKeys() =>
    [
        Static("advertised.listeners", ConfigType.String, null, "The address that Kafka clients are told."),
        Static(BrokerConfigNames.AutoCreateTopicsEnable, ConfigType.Boolean, "false", "Whether a topic that does not exist is created when a client asks for it."),
        Static("auto.leader.rebalance.enable", ConfigType.Boolean, "true", "Whether leadership goes back to the preferred replicas by itself."),
        Static("broker.heartbeat.interval.ms", ConfigType.Int, "2000", "How often a broker tells the controller that it lives, in milliseconds."),
        Static(BrokerConfigNames.BrokerId, ConfigType.Int, "-1", "The broker's number."),
        Static(BrokerConfigNames.BrokerRack, ConfigType.String, null, "The rack that the broker stands in; replicas are spread over racks."),
        Static("broker.session.timeout.ms", ConfigType.Int, "9000", "How long the controller waits for a silent broker before it is fenced, in milliseconds."),
        Dynamic(BrokerConfigNames.DefaultReplicationFactor, ConfigType.Int, "1", ConfigRule.Between(1, short.MaxValue), "How many replicas a topic gets whose creator does not say."),
        Static("delete.topic.enable", ConfigType.Boolean, "true", "Always true: topics can be deleted."),
        Static("fetch.max.bytes", ConfigType.Int, "16777216", "The most record bytes in one fetch response, whatever the client asks for; a single larger batch passes alone."),
        Static("group.consumer.assignors", ConfigType.List, "uniform,range", "How the coordinator divides the partitions of groups whose members leave it to it; the first is the default."),
        Static("group.consumer.heartbeat.interval.ms", ConfigType.Int, "5000", "How often members whose coordinator assigns send heartbeats, in milliseconds."),
        Static("group.consumer.max.size", ConfigType.Int, "10000", "How many members a group may have whose coordinator assigns."),
        Static("group.consumer.session.timeout.ms", ConfigType.Int, "45000", "How long a member whose coordinator assigns may be silent, in milliseconds."),
        Static(BrokerConfigNames.GroupInitialRebalanceDelayMs, ConfigType.Int, "3000", "How long the first rebalance of a consumer group waits for more members, in milliseconds."),
        Static(BrokerConfigNames.GroupMaxSessionTimeoutMs, ConfigType.Int, "1800000", "The longest session timeout that a group member may ask for, in milliseconds."),
        Static("group.max.size", ConfigType.Int, "10000", "How many members a group may have."),
        Static(BrokerConfigNames.GroupMinSessionTimeoutMs, ConfigType.Int, "6000", "The shortest session timeout that a group member may ask for, in milliseconds."),
        Static("leader.imbalance.check.interval.seconds", ConfigType.Long, "300", "How often a broker looks for leaderships to give back, in seconds."),
        Dynamic(
            BrokerConfigNames.LeaderReplicationThrottledRate, ConfigType.Long, "9223372036854775807", ConfigRule.AtLeast(1),
            "As replication.recovery.rate, of all partitions; the smaller one holds. Kafka's tools set it while they move partitions."),
        Dynamic(
            "follower.replication.throttled.rate", ConfigType.Long, "9223372036854775807", ConfigRule.AtLeast(1),
            "Kept for Kafka's tools, but without effect: it is the sender that is slowed down (leader.replication.throttled.rate).") with
        {
            IsHonoured = false,
        },
        Static("listeners", ConfigType.String, null, "The address that the broker listens on for Kafka clients."),
        Static("log.cleaner.backoff.ms", ConfigType.Long, "15000", "How often a broker looks for logs to compact, in milliseconds."),
        Static("log.cleaner.dedupe.buffer.size", ConfigType.Long, "134217728", "The memory for the keys of one pass of compaction, in bytes."),
        Static("log.cleaner.enable", ConfigType.Boolean, "true", "Whether logs are compacted."),
        Static(
            "log.cleaner.io.max.bytes.per.second", ConfigType.Double, "1.7976931348623157E308",
            "The most bytes that compaction reads and writes in a second, over all logs of the broker."),
        Static("log.dirs", ConfigType.String, null, "The directory of the broker's data."),
        Static("log.retention.check.interval.ms", ConfigType.Long, "300000", "How often a broker looks at the age and the size of its logs, in milliseconds."),
        Static(
            "max.incremental.fetch.session.cache.slots", ConfigType.Int, "1000",
            "How many fetch sessions a broker keeps; consumers that get none send full requests."),
        Dynamic(BrokerConfigNames.NumPartitions, ConfigType.Int, "1", ConfigRule.AtLeast(1), "How many partitions a topic gets whose creator does not say."),
        Static("offset.metadata.max.bytes", ConfigType.Int, "4096", "How long the note of an offset commit may be, in bytes."),
        Static("offsets.retention.check.interval.ms", ConfigType.Long, "600000", "How often the coordinator looks for offsets that have expired, in milliseconds."),
        Static("offsets.retention.minutes", ConfigType.Int, "10080", "How long offsets are kept of a group without members, in minutes."),
        Dynamic(
            BrokerConfigNames.ProducerIdExpirationMs, ConfigType.Int, "86400000", ConfigRule.AtLeast(1),
            "How long an idempotent producer may be silent before partitions forget what it appended last, in milliseconds."),
        Dynamic(
            BrokerConfigNames.ReplicationRecoveryRate, ConfigType.Int, "0", ConfigRule.AtLeast(0),
            "How much of segments a broker sends to replicas that are far behind, in bytes a second; 0 is no limit."),
        Static("socket.request.max.bytes", ConfigType.Int, "104857600", "The largest request that is taken, in bytes."),
        Static(BrokerConfigNames.TransactionAbortTimedOutCleanupIntervalMs, ConfigType.Int, "10000", "How often transactions whose time is up are looked for, in milliseconds."),
        Dynamic(BrokerConfigNames.TransactionMaxTimeoutMs, ConfigType.Int, "900000", ConfigRule.AtLeast(1), "The longest transaction timeout that a producer may ask for, in milliseconds."),
        Dynamic(BrokerConfigNames.TransactionalIdExpirationMs, ConfigType.Int, "604800000", ConfigRule.AtLeast(1), "How long a transactional id may be unused before it is forgotten, in milliseconds."),
    ];

    private static IEnumerable<ConfigDefinition> DefaultsOfTopics() =>
        from topic in TopicConfigDefinitions.All
        from synonym in topic.Synonyms
        select Default(topic, synonym);

    // A key in another unit has no default of its own: the topic key's default stands behind it.
    private static ConfigDefinition Default(ConfigDefinition topic, ConfigSynonym synonym) =>
        new(synonym.Name, topic.Type, synonym.Factor == 1 ? topic.Default : null, $"The default of the topics' {topic.Name}. {topic.Documentation}")
        {
            Rule = topic.Rule,
            IsHonoured = topic.IsHonoured,
        };

    private static ConfigDefinition Static(string name, ConfigType type, string? value, string documentation) =>
        new(name, type, value, documentation) { IsReadOnly = true };

    private static ConfigDefinition Dynamic(string name, ConfigType type, string value, ConfigRule rule, string documentation) =>
        new(name, type, value, documentation) { Rule = rule };
}
