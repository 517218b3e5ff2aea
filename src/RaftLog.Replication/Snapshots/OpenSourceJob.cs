namespace RaftLog.Replication;

/// <summary>Opens what shall be shipped to a follower.</summary>
internal sealed class OpenSourceJob(RaftGroup group, SnapshotShipping shipping, SnapshotSession session, Func<SnapshotSource?> open) : BackgroundJob(group)
{
    public SnapshotSession Session { get; } = session;

    /// <summary>What was opened; null when there is nothing to ship.</summary>
    public SnapshotSource? Source { get; private set; }

    public override void Complete() => shipping.Opened(this);

    protected override void Run() => Source = open();
}
