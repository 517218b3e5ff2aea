using System.Diagnostics.Metrics;

namespace RaftLog.Replication;

/// <summary>
/// The instruments of the module, on the meter <see cref="MeterName"/>. Each method is an event; nothing is tagged with a group, of which there
/// may be thousands.
/// </summary>
internal sealed class ReplicationMetrics : IDisposable
{
    public const string MeterName = "RaftLog.Replication";

    private static readonly KeyValuePair<string, object?>[] LaneTags =
        [new("lane", "control"), new("lane", "bulk")];

    private readonly Meter _meter;
    private readonly Counter<long> _appends;
    private readonly Counter<long> _appendedBytes;
    private readonly Counter<long> _duplicates;
    private readonly Histogram<double> _commitDuration;
    private readonly Counter<long> _roleChanges;
    private readonly Counter<long> _framesSent;
    private readonly Counter<long> _bytesSent;
    private readonly Counter<long> _framesDropped;
    private readonly Counter<long> _inboundDropped;
    private readonly Counter<long> _catchUpBytes;
    private readonly Counter<long> _snapshots;

    public ReplicationMetrics(IMeterFactory? meters, Func<(int Groups, int Leaders)> countGroups)
    {
        _meter = meters?.Create(new MeterOptions(MeterName)) ?? new Meter(MeterName);
        _appends = _meter.CreateCounter<long>("raftlog.replication.appends", "{entry}", "Entries appended as the leader.");
        _appendedBytes = _meter.CreateCounter<long>("raftlog.replication.appended", "By", "Bytes appended as the leader.");
        _duplicates = _meter.CreateCounter<long>("raftlog.replication.duplicates", "{batch}", "Batches that an idempotent producer sent again.");
        _commitDuration = _meter.CreateHistogram<double>("raftlog.replication.commit.duration", "s", "From the request to append until the commit.");
        _roleChanges = _meter.CreateCounter<long>("raftlog.replication.role_changes", "{change}", "Changes of role, term or leader of replicas here.");
        _framesSent = _meter.CreateCounter<long>("raftlog.replication.peer.frames_sent", "{frame}", "Frames of consensus given to the transport.");
        _bytesSent = _meter.CreateCounter<long>("raftlog.replication.peer.sent", "By", "Bytes of those frames.");
        _framesDropped = _meter.CreateCounter<long>(
            "raftlog.replication.peer.frames_dropped", "{frame}", "Frames dropped: the peer is not connected, or too slow.");
        _inboundDropped = _meter.CreateCounter<long>(
            "raftlog.replication.peer.messages_dropped", "{message}", "Messages of peers that a shard had no room for.");
        _catchUpBytes = _meter.CreateCounter<long>("raftlog.replication.catch_up", "By", "Bytes read from files for followers far behind.");
        _snapshots = _meter.CreateCounter<long>("raftlog.replication.snapshots", "{snapshot}", "Snapshots taken, shipped and installed.");
        _meter.CreateObservableGauge("raftlog.replication.groups", () => countGroups().Groups, "{group}", "Groups open here.");
        _meter.CreateObservableGauge("raftlog.replication.leaders", () => countGroups().Leaders, "{group}", "Groups led here.");
    }

    public void Appended(int bytes)
    {
        _appends.Add(1);
        _appendedBytes.Add(bytes);
    }

    public void DuplicateAppend() => _duplicates.Add(1);

    public void Committed(TimeSpan since) => _commitDuration.Record(since.TotalSeconds);

    public void RoleChanged(GroupRole role)
    {
        if (_roleChanges.Enabled)
        {
            _roleChanges.Add(1, new KeyValuePair<string, object?>("role", role.ToString()));
        }
    }

    public void FrameSent(PeerLane lane, long bytes)
    {
        _framesSent.Add(1, LaneTags[(int)lane]);
        _bytesSent.Add(bytes, LaneTags[(int)lane]);
    }

    public void FrameDropped(PeerLane lane) => _framesDropped.Add(1, LaneTags[(int)lane]);

    public void InboundDropped(int messages) => _inboundDropped.Add(messages);

    public void CatchUpRead(long bytes) => _catchUpBytes.Add(bytes);

    public void SnapshotTaken(long bytes) => CountSnapshot("taken", bytes);

    public void SnapshotShipped(long bytes) => CountSnapshot("shipped", bytes);

    public void SnapshotInstalled(long bytes) => CountSnapshot("installed", bytes);

    public void Dispose() => _meter.Dispose();

    private void CountSnapshot(string what, long bytes)
    {
        if (bytes > 0 && _snapshots.Enabled)
        {
            _snapshots.Add(1, new KeyValuePair<string, object?>("event", what));
        }
    }
}
