using System.Diagnostics.Metrics;
using RaftLog.Broker.Fetching;
using RaftLog.Broker.Partitions;
using RaftLog.Protocol;
using RaftLog.Storage;

namespace RaftLog.Broker;

/// <summary>The instruments of the Kafka front end, in the meter <c>RaftLog.Broker</c>. Thread-safe.</summary>
public sealed class BrokerMetrics
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "RaftLog.Broker";

    private readonly TimeProvider _time;
    private readonly Meter _meter;
    private readonly UpDownCounter<long> _connections;
    private readonly Histogram<double> _requestDuration;
    private readonly Counter<long> _producedBytes;
    private readonly Counter<long> _producedBatches;
    private readonly Counter<long> _fetchedBytes;
    private readonly Counter<long> _quarantinedReplicas;
    private readonly UpDownCounter<long> _offlineLogs;
    private readonly Counter<long> _reopenFailures;
    private readonly Counter<long> _scrubbedBytes;
    private readonly Counter<long> _scrubPasses;
    private readonly Counter<long> _scrubDamages;
    private readonly Counter<long> _expiredRecords;
    private readonly Counter<long> _transactionMarkers;
    private readonly Counter<long> _compactionRead;
    private readonly Counter<long> _compactionWritten;
    private readonly Counter<long> _compactionFreed;
    private readonly Histogram<double> _compactionDuration;

    /// <summary>Creates the instruments.</summary>
    public BrokerMetrics(IMeterFactory meters, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(meters);
        _time = time;
        var meter = _meter = meters.Create(MeterName);
        _connections = meter.CreateUpDownCounter<long>("raftlog.broker.connections", "{connection}", "Open connections of Kafka clients.");
        _requestDuration = meter.CreateHistogram<double>(
            "raftlog.broker.request.duration", "s", "Time from the receipt of a request to its response, by API; its count is the number of requests.");
        _producedBytes = meter.CreateCounter<long>("raftlog.broker.produce.bytes", "By", "Bytes of record batches accepted from producers.");
        _producedBatches = meter.CreateCounter<long>("raftlog.broker.produce.batches", "{batch}", "Record batches accepted from producers.");
        _fetchedBytes = meter.CreateCounter<long>("raftlog.broker.fetch.bytes", "By", "Bytes of record batches sent to consumers.");
        _quarantinedReplicas = meter.CreateCounter<long>(
            "raftlog.broker.replicas.quarantined", "{replica}", "Replicas that were found damaged here, put aside and rebuilt from the others.");
        _offlineLogs = meter.CreateUpDownCounter<long>(
            "raftlog.broker.logs.offline", "{log}", "Logs that are closed here until their disk takes writes again, by what they are of: metadata or partition.");
        _reopenFailures = meter.CreateCounter<long>(
            "raftlog.broker.logs.reopen_failures", "{try}", "Tries to open such a log that failed: its disk takes no writes yet.");
        _scrubbedBytes = meter.CreateCounter<long>("raftlog.broker.scrub.bytes", "By", "Bytes of sealed segments checked in the background.");
        _scrubPasses = meter.CreateCounter<long>("raftlog.broker.scrub.passes", "{pass}", "Complete background checks of all files of this broker.");
        _scrubDamages = meter.CreateCounter<long>("raftlog.broker.scrub.damages", "{file}", "Damaged files that the background check found, by kind of file.");
        _expiredRecords = meter.CreateCounter<long>(
            "raftlog.broker.retention.expired", "{record}", "Records that expired by age or size in partitions led here.");
        _transactionMarkers = meter.CreateCounter<long>(
            "raftlog.broker.transactions.markers", "{marker}", "Markers that ended a transaction in a partition led here, by how it ended: commit or abort.");
        _compactionRead = meter.CreateCounter<long>("raftlog.broker.compaction.read", "By", "Bytes of logs read by compaction; what it reads twice counts twice.");
        _compactionWritten = meter.CreateCounter<long>("raftlog.broker.compaction.written", "By", "Bytes of cleaned segments written by compaction.");
        _compactionFreed = meter.CreateCounter<long>("raftlog.broker.compaction.freed", "By", "Bytes by which compaction has made logs shorter.");
        _compactionDuration = meter.CreateHistogram<double>(
            "raftlog.broker.compaction.duration", "s", "Time of a compaction of one log; its count is the number of compactions.");
    }

    /// <summary>A marker ended a transaction in a partition led here.</summary>
    internal void MarkerWritten(bool commit) => _transactionMarkers.Add(1, new KeyValuePair<string, object?>("outcome", commit ? "commit" : "abort"));

    /// <summary>Has the state of the log directories measured.</summary>
    internal void Observe(DataDirectories directories)
    {
        _meter.CreateObservableGauge(
            "raftlog.broker.log_directories.offline", () => directories.Offline.Count, "{directory}", "Log directories that cannot be used.");
        _meter.CreateObservableGauge(
            "raftlog.broker.log_directories.replicas.offline", () => directories.OfflineReplicaCount, "{replica}",
            "Replicas in log directories that could not be opened at the start.");
    }

    /// <summary>Has the replacements of the metadata group's replica counted.</summary>
    internal void Observe(MetadataReplica replica) =>
        _meter.CreateObservableCounter(
            "raftlog.broker.metadata.replaced", () => replica.Replacements, "{replica}",
            "Replicas of the metadata group that were found damaged here, put aside and rebuilt from the others.");

    /// <summary>Has the fetch sessions counted.</summary>
    internal void Observe(FetchSessions sessions) =>
        _meter.CreateObservableGauge("raftlog.broker.fetch.sessions", () => sessions.Count, "{session}", "Fetch sessions that are kept for consumers (KIP-227).");

    internal void Scrubbed(long bytes) => _scrubbedBytes.Add(bytes);

    internal void ScrubCompleted() => _scrubPasses.Add(1);

    internal void ScrubFound(string file) => _scrubDamages.Add(1, new KeyValuePair<string, object?>("file", KindOf(file)));

    internal void ConnectionOpened() => _connections.Add(1);

    internal void ConnectionClosed() => _connections.Add(-1);

    internal void RequestCompleted(ApiKey api, long receivedAt)
    {
        if (_requestDuration.Enabled)
        {
            RequestCompletedCore(api, receivedAt);
        }
    }

    internal void BatchProduced(int bytes)
    {
        _producedBytes.Add(bytes);
        _producedBatches.Add(1);
    }

    internal void ReplicaQuarantined() => _quarantinedReplicas.Add(1);

    internal void LogWentOffline(GroupId group) => _offlineLogs.Add(1, OwnerOf(group));

    internal void LogLeftOffline(GroupId group) => _offlineLogs.Add(-1, OwnerOf(group));

    internal void ReopenFailed() => _reopenFailures.Add(1);

    internal void RecordsExpired(long offsets) => _expiredRecords.Add(offsets);

    internal void CompactionStepped(long read, long written, long freed)
    {
        _compactionRead.Add(read);
        _compactionWritten.Add(written);
        _compactionFreed.Add(freed);
    }

    internal void CompactionEnded(long startedAt) => _compactionDuration.Record(_time.GetElapsedTime(startedAt).TotalSeconds);

    internal void Fetched(long bytes) => _fetchedBytes.Add(bytes);

    private static KeyValuePair<string, object?> OwnerOf(GroupId group) => new("of", group == GroupId.Metadata ? "metadata" : "partition");

    // Few values, whatever the number of files: where the kind stands in the name.
    private static string KindOf(string file) => Path.GetExtension(file) is { Length: > 1 } extension ? extension[1..] : Path.GetFileName(file);

    private void RequestCompletedCore(ApiKey api, long receivedAt) =>
        _requestDuration.Record(_time.GetElapsedTime(receivedAt).TotalSeconds, new KeyValuePair<string, object?>("kafka.api", Enum.GetName(api)));
}
