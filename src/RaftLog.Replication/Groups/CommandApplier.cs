using RaftLog.Model;
using RaftLog.Storage;

namespace RaftLog.Replication;

/// <summary>
/// Feeds committed entries to the state machine and knows how far it is. A partition is always as far as the commit index: its few commands are
/// those that move the log start. Owned by the shard.
/// </summary>
internal sealed class CommandApplier(PartitionLog log, IGroupStateMachine stateMachine, LogIndex applied)
{
    // A replica that starts with a long log applies it in pieces, so that the other groups of the shard keep their leaders.
    private const int EntriesPerTurn = 2_000;

    private readonly ICommandStateMachine? _commands = stateMachine as ICommandStateMachine;
    private readonly LogStartApplier _logStart = new(log);

    // Invariant: never beyond the commit index; moves back never.
    public LogIndex Applied { get; private set; } = applied;

    /// <summary>What the applied commands of a partition say that every member had.</summary>
    public LogIndex HeldByAll => _logStart.HeldByAll;

    /// <summary>The applied commands of a partition that its log must keep.</summary>
    public LogIndex[] NeededCommands => _logStart.Needed;

    /// <summary>Applies up to the commit index, or as much as one turn may; true when there is more.</summary>
    public bool Apply(LogIndex commit)
    {
        if (commit <= Applied)
        {
            return false;
        }

        if (_commands is null)
        {
            _logStart.Apply(commit);
            Applied = commit;
            return false;
        }

        LogIndex last = commit - Applied > EntriesPerTurn ? Applied + EntriesPerTurn : commit;
        using LogCursor cursor = log.OpenCursor(Applied.Next());
        while (Applied < last && cursor.MoveNext(last))
        {
            LogEntry entry = cursor.Current;
            Invariant.Require(entry.Header.Index == Applied.Next());
            if (entry.Header.Kind == EntryKind.Command)
            {
                _commands.Apply(entry.Header.Index, entry.Header.Term, entry.Content.Span);
            }

            Applied = entry.Header.Index;
        }

        Invariant.Require(Applied == last);
        return Applied < commit;
    }

    /// <summary>The state machine was replaced by a snapshot.</summary>
    public void Restored(LogIndex index)
    {
        Invariant.Require(index >= Applied);
        Applied = index;
    }
}
