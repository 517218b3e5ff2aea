namespace RaftLog.Metadata;

/// <summary>Those keys of broker configurations that code asks for by name.</summary>
public static class BrokerConfigNames
{
    /// <summary>Whether a topic that does not exist is created when a client asks for it.</summary>
    public const string AutoCreateTopicsEnable = "auto.create.topics.enable";

    /// <summary>The broker's number.</summary>
    public const string BrokerId = "broker.id";

    /// <summary>The broker's rack.</summary>
    public const string BrokerRack = "broker.rack";

    /// <summary>How fast a broker sends segments to replicas that are far behind.</summary>
    public const string ReplicationRecoveryRate = "replication.recovery.rate";

    /// <summary>The same, by the name that Kafka's tools set while they move partitions.</summary>
    public const string LeaderReplicationThrottledRate = "leader.replication.throttled.rate";

    /// <summary>How many replicas a topic gets whose creator does not say.</summary>
    public const string DefaultReplicationFactor = "default.replication.factor";

    /// <summary>How many partitions a topic gets whose creator does not say.</summary>
    public const string NumPartitions = "num.partitions";

    /// <summary>How long an idempotent producer may be silent before partitions forget what it appended last.</summary>
    public const string ProducerIdExpirationMs = "producer.id.expiration.ms";

    /// <summary>How long the first rebalance of a group waits for more members.</summary>
    public const string GroupInitialRebalanceDelayMs = "group.initial.rebalance.delay.ms";

    /// <summary>The longest session timeout that a group member may ask for.</summary>
    public const string GroupMaxSessionTimeoutMs = "group.max.session.timeout.ms";

    /// <summary>How often transactions whose time is up are looked for.</summary>
    public const string TransactionAbortTimedOutCleanupIntervalMs = "transaction.abort.timed.out.transaction.cleanup.interval.ms";

    /// <summary>The longest transaction timeout that a producer may ask for.</summary>
    public const string TransactionMaxTimeoutMs = "transaction.max.timeout.ms";

    /// <summary>How long a transactional id may be unused before it is forgotten.</summary>
    public const string TransactionalIdExpirationMs = "transactional.id.expiration.ms";

    /// <summary>The shortest session timeout that a group member may ask for.</summary>
    public const string GroupMinSessionTimeoutMs = "group.min.session.timeout.ms";
}
