using RaftLog.Consensus;
using RaftLog.Storage;

namespace RaftLog.Replication;

/// <summary>Makes a snapshot that a leader sent durable.</summary>
internal sealed class StoreSnapshotJob(
    RaftGroup group,
    SnapshotAssembler assembler,
    SnapshotMessage message,
    LogSnapshot snapshot,
    GroupConfiguration configuration,
    SnapshotStore store)
    : BackgroundJob(group)
{
    public override void Complete()
    {
        if (Failure is not null)
        {
            assembler.StoreFailed();
            Group.GoOffline(Failure);
        }
        else if (Group.IsRunning)
        {
            assembler.Stored(message, snapshot, configuration);
        }
    }

    protected override void Run() => store.Save(snapshot);
}
