namespace RaftLog.Replication;

/// <summary>Removes the files of segments that compaction has replaced or that were dropped.</summary>
internal sealed class RemoveLeftoversJob(RaftGroup group) : BackgroundJob(group)
{
    public override void Complete()
    {
        if (Failure is { } failure)
        {
            Group.GoOffline(failure);
        }
    }

    protected override void Run() => Group.Log.RemoveLeftovers();
}
