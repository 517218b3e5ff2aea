using RaftLog.Model;
using RaftLog.Storage;

namespace RaftLog.Replication;

/// <summary>Applies the committed commands of a partition's log: what moves its start. Owned by the shard.</summary>
internal sealed class LogStartApplier(PartitionLog log)
{
    // Ascending: those applied commands whose words no later one repeats or outdoes.
    private readonly List<(LogIndex Index, AdvanceLogStart Command)> _needed = [];
    private LogIndex _applied = LogIndex.Zero;

    /// <summary>The largest index that a committed command says every member had.</summary>
    public LogIndex HeldByAll { get; private set; } = LogIndex.Zero;

    /// <summary>
    /// The applied commands that a replica must find in its log to get to where this one is; the others may go. Seldom more than one.
    /// </summary>
    public LogIndex[] Needed => [.. _needed.Select(command => command.Index)];

    /// <summary>Applies the commands up to the commit index. A replica that restarts applies again what is still in its log; that changes nothing.</summary>
    public void Apply(LogIndex commit)
    {
        IReadOnlyList<LogIndex> commands = log.CommandIndexes;
        if (commands.Count == 0 || commands[^1] <= _applied)
        {
            return;
        }

        foreach (LogIndex index in commands)
        {
            if (index > _applied && index <= commit)
            {
                Apply(index, Read(index));
                _applied = index;
            }
        }
    }

    private void Apply(LogIndex index, AdvanceLogStart command)
    {
        _needed.RemoveAll(earlier => earlier.Command.Start <= command.Start && earlier.Command.HeldByAll <= command.HeldByAll);
        _needed.Add((index, command));
        log.AdvanceLogStart(command.Start);
        HeldByAll = command.HeldByAll > HeldByAll ? command.HeldByAll : HeldByAll;
    }

    private AdvanceLogStart Read(LogIndex index)
    {
        using LogCursor cursor = log.OpenCursor(index);
        if (!cursor.MoveNext(index) || cursor.Current.Header.Kind != EntryKind.Command)
        {
            throw new LogCorruptException($"{log.Directory} has no command at {index}, where its index says one is.");
        }

        // Passing over it would let this replica serve what the others do not.
        return AdvanceLogStart.TryRead(cursor.Current.Content.Span, out AdvanceLogStart command)
            ? command
            : throw new NewerFormatException($"{log.Directory} has a command at {index} that this program does not know. Use the newer program.");
    }
}
