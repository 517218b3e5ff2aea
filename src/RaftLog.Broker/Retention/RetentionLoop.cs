using Microsoft.Extensions.Logging;
using RaftLog.Broker.Partitions;
using RaftLog.Metadata;
using RaftLog.Storage;

namespace RaftLog.Broker.Retention;

/// <summary>
/// Looks once in a while at all logs here: each begins a new segment when its active one is old, drops what lies below the agreed log start, and forgets producers that have long been silent;
/// a leader has its group agree on a later one when records are older, or more, than their topic keeps.
/// </summary>
/// <remarks>The rules are the log's (<see cref="RetentionRule"/>), the agreement is the group's. Here is only when, and by which configuration.</remarks>
internal sealed class RetentionLoop : IAsyncDisposable
{
    // As Kafka: what piled up while the broker was down does not wait for a whole interval.
    private static readonly TimeSpan LongestFirstWait = TimeSpan.FromSeconds(30);

    // Thousands of logs in a row would keep the processors from whoever waits for an acknowledgement.
    private const int LogsAtATime = 32;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly TimeProvider _time;
    private readonly MetadataStore _store;
    private readonly ConfigResolver _configs;
    private readonly PartitionRegistry _partitions;
    private readonly BrokerMetrics _metrics;
    private readonly ILogger _logger;
    private readonly PeriodicLoop _loop;

    public RetentionLoop(KafkaBrokerEnvironment environment, PartitionRegistry partitions)
    {
        _time = environment.Time;
        _store = environment.Metadata;
        _configs = environment.Configs;
        _partitions = partitions;
        _metrics = environment.Metrics;
        _logger = environment.Loggers.CreateLogger<RetentionLoop>();
        var interval = environment.Options.RetentionCheckInterval;
        _loop = new PeriodicLoop(_time, interval < LongestFirstWait ? interval : LongestFirstWait, interval, LookAtAllAsync);
    }

    private long NowMs => _time.GetUtcNow().ToUnixTimeMilliseconds();

    public void Start() => _loop.Start();

    public ValueTask DisposeAsync() => _loop.DisposeAsync();

    private async Task LookAtAllAsync(CancellationToken stopping)
    {
        foreach (var replicas in _partitions.All.OrderBy(replica => replica.Group).Chunk(LogsAtATime))
        {
            foreach (var replica in replicas)
            {
                stopping.ThrowIfCancellationRequested();
                await LookAtAsync(replica);
            }

            if (replicas.Length == LogsAtATime)
            {
                await Task.Delay(Pause, _time, stopping);
            }
        }
    }

    private async Task LookAtAsync(PartitionReplica replica)
    {
        var policy = PolicyOf(replica);
        var found = await replica.KeepUpLogAsync(policy, NowMs);
        if (found.Proposal is not { } command)
        {
            return;
        }

        var before = replica.Log.LogStartOffset;
        var agreed = await replica.AdvanceLogStartAsync(command, found.Term);
        if (agreed.IsSuccess)
        {
            if (command.Start > before)
            {
                _metrics.RecordsExpired(command.Start - before);
                BrokerLog.RecordsExpired(_logger, replica.Partition, before.Value, command.Start.Value);
            }

            // What was just agreed on can be dropped here at once; the followers do it at their own next look.
            await replica.KeepUpLogAsync(policy, NowMs);
        }
    }

    private RetentionPolicy PolicyOf(PartitionReplica replica)
    {
        var image = _store.Current;
        var policy = RetentionPolicy.KeepAll with
        {
            ProducerSilence = TimeSpan.FromMilliseconds(_configs.BrokerInt(image, BrokerConfigNames.ProducerIdExpirationMs)),
        };
        if (!image.Topics.TryGet(replica.TopicId, out var topic))
        {
            return policy;
        }

        var config = _configs.TopicConfig(image, topic.Name);
        policy = policy with { SegmentAge = SegmentAge(config) };
        return config.CleanupPolicy.HasFlag(CleanupPolicies.Delete)
            ? policy with { Age = config.Retention, Bytes = config.RetentionBytes }
            : policy;
    }

    // Compaction takes complete segments only, so a record that must be compacted by some age must have left the active one by then.
    private static TimeSpan SegmentAge(TopicConfig config) =>
        config.CleanupPolicy.HasFlag(CleanupPolicies.Compact) && config.MaxCompactionLag < config.SegmentAge ? config.MaxCompactionLag : config.SegmentAge;
}
