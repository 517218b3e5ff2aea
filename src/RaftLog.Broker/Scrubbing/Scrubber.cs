using Microsoft.Extensions.Logging;
using RaftLog.Broker.Partitions;
using RaftLog.Storage;

namespace RaftLog.Broker.Scrubbing;

/// <summary>
/// Reads all files of the broker once in a while, slowly, and checks them: old entries are read by nobody until they are needed, and then the other
/// copies may be rotten as well. A damaged replica is reported to itself, as if a reader had found it; files that are known otherwise (indexes,
/// manifests, terms and votes, the metadata) are written anew.
/// </summary>
internal sealed class Scrubber : IAsyncDisposable
{
    private readonly ScrubOptions _options;
    private readonly TimeProvider _time;
    private readonly PartitionRegistry _partitions;
    private readonly MetadataScrubber _metadata;
    private readonly ReplicaScrubber _replicas;
    private readonly DataDirectories _directories;
    private readonly BrokerMetrics _metrics;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;

    public Scrubber(KafkaBrokerEnvironment environment, PartitionRegistry partitions)
    {
        _options = environment.Options.Scrub;
        _time = environment.Time;
        _partitions = partitions;
        _directories = environment.Directories;
        _metrics = environment.Metrics;
        _logger = environment.Loggers.CreateLogger<Scrubber>();
        var segments = new SegmentScrubber(new ScrubPace(_options.BytesPerSecond, _time), _metrics, _logger);
        _metadata = new MetadataScrubber(environment.MetadataReplica, segments, _metrics, _logger);
        _replicas = new ReplicaScrubber(segments, environment.Storage.FileSystem, _time, _metrics, _logger);
    }

    public void Start()
    {
        if (_options.BytesPerSecond > 0)
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
            await Task.Delay(_options.FirstWait, _time, _stop.Token);
            while (true)
            {
                long began = _time.GetTimestamp();
                await PassAsync();
                var left = _options.Interval - _time.GetElapsedTime(began);
                await Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero, _time, _stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    private async Task PassAsync()
    {
        long began = _time.GetTimestamp();
        CheckBroker();
        long bytes = await _metadata.CheckAsync(_stop.Token);
        var replicas = _partitions.All.OrderBy(replica => replica.Group).ToList();
        foreach (var replica in replicas)
        {
            bytes += await _replicas.CheckAsync(replica, _stop.Token);
        }

        _metrics.ScrubCompleted();
        var elapsed = _time.GetElapsedTime(began);
        BrokerLog.ScrubCompleted(_logger, replicas.Count, bytes, elapsed);
    }

    private void CheckBroker()
    {
        foreach (var directory in _directories.Open)
        {
            Check(directory.DirectoryPath, directory.CheckOwnFiles);
        }

        Check(_directories.First.DirectoryPath, () => _directories.CheckPlacements() is { } repaired ? [repaired] : []);
    }

    // One directory's disk is no reason to leave the others unread.
    private void Check(string path, Func<IReadOnlyList<LogFinding>> check)
    {
        try
        {
            foreach (var repaired in check())
            {
                _metrics.ScrubFound(repaired.File);
                BrokerLog.ScrubRepaired(_logger, repaired.File, repaired.What, repaired.Advice);
            }
        }
        catch (IOException failure)
        {
            BrokerLog.ScrubFailed(_logger, failure, path);
        }
    }
}
