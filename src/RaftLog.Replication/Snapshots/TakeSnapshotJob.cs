using System.Buffers;
using RaftLog.Model;
using RaftLog.Storage;

namespace RaftLog.Replication;

/// <summary>Writes a captured state to the store.</summary>
internal sealed class TakeSnapshotJob(
    RaftGroup group,
    SnapshotTaker taker,
    LogIndex index,
    Term term,
    ReadOnlyMemory<byte> configuration,
    SnapshotWriter writer,
    SnapshotStore store)
    : BackgroundJob(group)
{
    private long _bytes;

    public override void Complete()
    {
        if (Failure is not null)
        {
            Group.GoOffline(Failure);
        }
        else if (Group.IsRunning)
        {
            taker.Taken(index, _bytes);
        }
    }

    protected override void Run()
    {
        if (IsOutdated())
        {
            return;
        }

        var content = new ArrayBufferWriter<byte>();
        writer(content);
        _bytes = content.WrittenCount;
        store.Save(new LogSnapshot(index, term, configuration, content.WrittenMemory));
    }

    // A leader's newer snapshot may have been stored since this one was captured. One that is damaged is to be replaced, by this one.
    private bool IsOutdated()
    {
        try
        {
            return store.LoadLatest() is { } latest && (latest.Index > index || (latest.Index == index && store.RewriteWantedFrom is null));
        }
        catch (LogCorruptException)
        {
            return false;
        }
    }
}
