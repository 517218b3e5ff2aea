using Microsoft.Extensions.Logging;
using RaftLog.Broker.Partitions;
using RaftLog.Metadata;
using RaftLog.Storage;

namespace RaftLog.Broker.Compaction;

/// <summary>
/// Looks once in a while for logs here that are due for compaction, and compacts them one after the other, the dirtiest first, no faster than it
/// may. Leaders and followers alike: each replica cleans its own log.
/// </summary>
/// <remarks>The rules are the log's (<see cref="LogCompaction"/>), the limits are the group's. Here is only when, how fast, and by which configuration.</remarks>
internal sealed class CompactionLoop : IAsyncDisposable
{
    // Small enough that readers and catch-up, which share the thread that steps run on, wait for some milliseconds only.
    private const long StepBytes = 1024 * 1024;

    private readonly CompactionLoopOptions _options;
    private readonly TimeProvider _time;
    private readonly MetadataStore _store;
    private readonly ConfigResolver _configs;
    private readonly PartitionRegistry _partitions;
    private readonly BrokerMetrics _metrics;
    private readonly ILogger _logger;
    private readonly KeyOffsetMap _map;
    private readonly CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;

    public CompactionLoop(KafkaBrokerEnvironment environment, PartitionRegistry partitions)
    {
        _options = environment.Options.Compaction;
        _time = environment.Time;
        _store = environment.Metadata;
        _configs = environment.Configs;
        _partitions = partitions;
        _metrics = environment.Metrics;
        _logger = environment.Loggers.CreateLogger<CompactionLoop>();
        _map = new KeyOffsetMap(_options.MapBytes, environment.Random);
    }

    private long NowMs => _time.GetUtcNow().ToUnixTimeMilliseconds();

    public void Start()
    {
        if (_options.IsEnabled)
        {
            _loop = RunAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Stop();
        await _loop;
        _stop.Dispose();
    }

    // Not CancelAsync: it would call back on the thread pool, whatever the scheduler.
    private void Stop() => _stop.Cancel();

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                await Task.Delay(_options.CheckInterval, _time, _stop.Token);
                foreach (var (replica, options) in await FindDueAsync())
                {
                    await CompactAsync(replica, options);
                }

                _map.Release();
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping. What is under way ends with its group.
        }
    }

    private async Task<List<(PartitionReplica Replica, CompactionOptions Options)>> FindDueAsync()
    {
        var due = new List<(PartitionReplica Replica, CompactionOptions Options, double DirtyRatio)>();
        foreach (var replica in _partitions.All.OrderBy(replica => replica.Group).ToList())
        {
            _stop.Token.ThrowIfCancellationRequested();
            if (OptionsOf(replica) is not { } options)
            {
                continue;
            }

            var survey = await replica.SurveyCompactionAsync(options, NowMs);
            if (survey.Proposal is { } command && (await replica.AdvanceLogStartAsync(command, survey.Term)).IsSuccess)
            {
                // Here it holds at once; the followers see it at their own next look.
                survey = await replica.SurveyCompactionAsync(options, NowMs);
            }

            if (survey.Need.IsDue(options))
            {
                due.Add((replica, options, survey.Need.DirtyRatio));
            }
        }

        return [.. due.OrderByDescending(log => log.DirtyRatio).Select(log => (log.Replica, log.Options))];
    }

    private async Task CompactAsync(PartitionReplica replica, CompactionOptions options)
    {
        _stop.Token.ThrowIfCancellationRequested();
        if (!await replica.BeginCompactionAsync(options, _map, NowMs))
        {
            return;
        }

        long startedAt = _time.GetTimestamp();
        long read = 0;
        long moved = 0;
        long freed = 0;
        while (true)
        {
            var progress = await replica.StepCompactionAsync(StepBytes);
            read += progress.BytesRead;
            moved += progress.BytesRead + progress.BytesWritten;
            freed += progress.BytesFreed;
            _metrics.CompactionStepped(progress.BytesRead, progress.BytesWritten, progress.BytesFreed);
            if (progress.IsOver)
            {
                break;
            }

            await ThrottleAsync(startedAt, moved);
        }

        _metrics.CompactionEnded(startedAt);
        BrokerLog.Compacted(_logger, replica.Partition, read, freed);
    }

    // Waits until as much time has passed as the bytes of this compaction may take.
    private async Task ThrottleAsync(long startedAt, long bytes)
    {
        var due = TimeSpan.FromSeconds(Math.Min(bytes / _options.MaxBytesPerSecond, TimeSpan.FromDays(1).TotalSeconds));
        var ahead = due - _time.GetElapsedTime(startedAt);
        if (ahead > TimeSpan.Zero)
        {
            await Task.Delay(ahead, _time, _stop.Token);
        }

        _stop.Token.ThrowIfCancellationRequested();
    }

    // Null when the topic is not compacted.
    private CompactionOptions? OptionsOf(PartitionReplica replica)
    {
        var image = _store.Current;
        if (!image.Topics.TryGet(replica.TopicId, out var topic))
        {
            return null;
        }

        var config = _configs.TopicConfig(image, topic.Name);
        return !config.CleanupPolicy.HasFlag(CleanupPolicies.Compact)
            ? null
            : new CompactionOptions
            {
                DeleteRetention = config.DeleteRetention,
                MinLag = config.MinCompactionLag,
                MaxLag = config.MaxCompactionLag,
                MinDirtyRatio = config.MinCleanableDirtyRatio,
            };
    }
}
