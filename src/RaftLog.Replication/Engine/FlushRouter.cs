using System.Collections.Concurrent;
using RaftLog.Model;
using RaftLog.Storage;

namespace RaftLog.Replication;

/// <summary>Takes the flusher's reports to the shards of the groups they are about. A report is never refused: it is what commits entries.</summary>
internal sealed class FlushRouter(ShardLoop[] shards, ConcurrentDictionary<GroupId, RaftGroup> groups) : IFlushListener
{
    public void LogPersisted(PartitionLog log, LogIndex upTo, Term term)
    {
        if (log.Owner is RaftGroup group)
        {
            group.Shard.Mailbox.Post(new Mail(MailKind.LogPersisted, group, Index: upTo, Term: term, Truncations: group.Truncations));
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
            raftGroup.Shard.Mailbox.Post(new Mail(MailKind.HardStatePersisted, raftGroup, Term: state.Term, Replica: state.Vote));
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
