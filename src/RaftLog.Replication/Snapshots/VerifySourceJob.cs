namespace RaftLog.Replication;

/// <summary>Looks here for the damage that a follower has found in a piece.</summary>
internal sealed class VerifySourceJob(
    RaftGroup group, SnapshotShipping shipping, SnapshotSession session, SnapshotSource source, long position, int bytes)
    : BackgroundJob(group)
{
    public SnapshotSession Session { get; } = session;

    public override void Complete() => shipping.Verified(this);

    protected override void Run()
    {
        source.Verify(position);
        source.Verify(position + bytes - 1); // A piece may reach into the next file.
    }
}
