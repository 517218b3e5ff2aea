using System.Globalization;
using RaftLog.Metadata;

namespace RaftLog.Broker.Partitions;

/// <summary>
/// Sets how fast this broker sends segments to replicas that are far behind, as it is configured while the cluster runs: for this broker, for all
/// brokers, or in its file. Kafka's tools set a rate of their own while they move partitions; the smaller one holds.
/// </summary>
internal sealed class RecoveryThrottle(KafkaBrokerEnvironment environment) : IDisposable
{
    private IDisposable? _subscription;

    /// <summary>Begins to follow the metadata.</summary>
    public void Start()
    {
        _subscription = environment.Metadata.Subscribe(change =>
        {
            if (change.Configs.Count > 0)
            {
                Apply(change.New.Configs);
            }
        });
        Apply(environment.Metadata.Current.Configs);
    }

    public void Dispose() => _subscription?.Dispose();

    /// <summary>The rate, in bytes a second, that follows from the configuration; 0 is no limit.</summary>
    /// <param name="configs">What is set while the cluster runs.</param>
    /// <param name="broker">The broker that sends.</param>
    /// <param name="fromFile">What its file says.</param>
    public static long RateOf(ConfigsImage configs, BrokerId broker, long fromFile)
    {
        long rate = Find(configs, broker, BrokerConfigNames.ReplicationRecoveryRate) ?? fromFile;
        long throttled = Find(configs, broker, BrokerConfigNames.LeaderReplicationThrottledRate) ?? 0;
        return rate == 0 || throttled == 0 ? Math.Max(rate, throttled) : Math.Min(rate, throttled);
    }

    private void Apply(ConfigsImage configs) =>
        environment.Engine.LimitRecovery(RateOf(configs, environment.Broker, environment.Engine.ConfiguredRecoveryRate));

    private static long? Find(ConfigsImage configs, BrokerId broker, string name) =>
        configs.Of(ConfigResource.Broker(broker)).TryGetValue(name, out string? value)
        || configs.Of(ConfigResource.ClusterDefault).TryGetValue(name, out value)
            ? long.Parse(value, CultureInfo.InvariantCulture)
            : null;
}
