using RaftLog.Storage;

namespace RaftLog.Replication;

/// <summary>Reads the latest snapshot for a follower.</summary>
internal sealed class LoadSnapshotJob(RaftGroup group, SnapshotShipping shipping, SnapshotSession session, SnapshotStore store) : BackgroundJob(group)
{
    private LogSnapshot? _snapshot;

    public override void Complete()
    {
        if (Failure is not null && Group.IsRunning)
        {
            Group.GoOffline(Failure);
        }

        if (Group.IsRunning)
        {
            shipping.Loaded(session, _snapshot, Group.Shard.NowMs);
        }
    }

    protected override void Run() => _snapshot = store.LoadLatest();
}
