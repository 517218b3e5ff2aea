using System.Collections.Concurrent;
using RaftLog.Model;
using RaftLog.Storage;

namespace RaftLog.Replication;

/// <summary>
/// Takes the flusher's reports to the shards of the groups they are about. A report is never refused: it is what commits entries. Shards at rest take them up
/// on the flusher's thread, once it is out of the flush and its locks.
/// </summary>
internal sealed class FlushRouter(ShardLoop[] shards, ConcurrentDictionary<GroupId, RaftGroup> groups) : IFlushListener
{
    public void LogPersisted(PartitionLog log, LogIndex upTo, Term term)
    {
        if (log.Owner is RaftGroup group)
        {
            group.Shard.Mailbox.Post(new Mail(MailKind.LogPersisted, group, Index: upTo, Term: term, Truncations: group.Truncations), wakes: false);
        }
    }

    public void FlushEnded()
    {
        foreach (ShardLoop shard in shards)
        {
            shard.TakeUp();
        }
    }

    public void LogFailed(PartitionLog log, LogOfflineException failure)
    {
        if (log.Owner is RaftGroup group)
        {
            group.Shard.Mailbox.Post(new Mail(MailKind.Failed, group, failure));
        }
    }

    public void HardStatePersisted(GroupId group, StoredHardState state)
    {
        if (groups.TryGetValue(group, out RaftGroup? raftGroup))
        {
            raftGroup.Shard.Mailbox.Post(new Mail(MailKind.HardStatePersisted, raftGroup, Term: state.Term, Replica: state.Vote), wakes: false);
        }
    }

    public void HardStateFailed(HardStateStore store, LogOfflineException failure)
    {
        foreach (ShardLoop shard in shards)
        {
            shard.Mailbox.Post(new Mail(MailKind.Failed, Group: null, new HardStateFailure(store, failure)));
        }
    }
}
