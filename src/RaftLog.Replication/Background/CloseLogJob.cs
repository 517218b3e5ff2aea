namespace RaftLog.Replication;

/// <summary>Writes, flushes and closes the log of a group that has ended.</summary>
internal sealed class CloseLogJob(RaftGroup group) : BackgroundJob(group)
{
    public override void Complete() => Group.Closed(Failure);

    protected override void Run() => Group.Log.Dispose();
}
