using System.Buffers;
using RaftLog.Consensus;
using RaftLog.Model;
using RaftLog.Storage;

namespace RaftLog.Replication;

/// <summary>
/// What a replica knows when it starts: its log, its term and vote, the configurations in the log and before it, and the latest snapshot.
/// </summary>
/// <param name="LogState">For the core.</param>
/// <param name="Applied">The last index that the state machine holds.</param>
internal sealed record GroupRecovery(RaftLogState LogState, LogIndex Applied)
{
    /// <summary>Reads it, and restores the snapshot into the state machine. Blocks on files.</summary>
    /// <exception cref="LogCorruptException">Something that was durable is damaged, or does not fit together.</exception>
    public static GroupRecovery Recover(GroupOpening opening)
    {
        PartitionLog log = opening.Log;
        LogSnapshot? snapshot = opening.Snapshots?.LoadLatest();
        GroupConfiguration initial = opening.InitialConfiguration;
        if (snapshot is not null)
        {
            initial = Decode(snapshot.Configuration.Span, log);
            Align(log, snapshot);
            ((ICommandStateMachine)opening.StateMachine).RestoreSnapshot(
                snapshot.Index, snapshot.Term, new ReadOnlySequence<byte>(snapshot.Content));
        }

        // What a checkpoint knows to be committed covers the log start that it tells, so that the high watermark begins above that.
        LogIndex applied = snapshot?.Index ?? log.Checkpoint?.ProducersNext.Previous() ?? log.FirstIndex.Previous();
        opening.HardState.TryGet(opening.Id, out StoredHardState hardState);
        HardState known = hardState == default ? HardState.Initial : new HardState(hardState.Term, hardState.Vote);
        RaftLogState state = StateOf(log, initial, hasSnapshot: snapshot is not null, known, applied);
        return new GroupRecovery(state, applied);
    }

    /// <summary>What the core has to know of a log as it stands in its files.</summary>
    /// <param name="log">The log, all of it flushed.</param>
    /// <param name="initial">The configuration before the log's beginning where neither a checkpoint nor an entry says otherwise.</param>
    /// <param name="hasSnapshot">Whether a snapshot stands for what is before the log.</param>
    /// <param name="hardState">Term and vote.</param>
    /// <param name="commitIndex">An index known to be committed.</param>
    /// <exception cref="LogCorruptException">Something that was durable is damaged, or does not fit together.</exception>
    public static RaftLogState StateOf(
        PartitionLog log, GroupConfiguration initial, bool hasSnapshot, HardState hardState, LogIndex commitIndex) => new()
        {
            HardState = hardState,
            FirstIndex = log.FirstIndex,
            LastIndex = log.LastIndex,
            PrecedingTerm = log.PreviousTerm,
            TermStarts = [.. log.Epochs.Epochs.Select(epoch => new TermStart(epoch.Term, epoch.FirstIndex))],
            Configurations = [new ConfigurationEntry(log.FirstIndex.Previous(), Before(log, initial, hasSnapshot)), .. Configurations(log)],
            CommitIndex = commitIndex > log.CleanedUpTo ? commitIndex : log.CleanedUpTo, // Only what is committed is ever cleaned.
        };

    // The configuration in force before the first entry.
    private static GroupConfiguration Before(PartitionLog log, GroupConfiguration initial, bool hasSnapshot)
    {
        if (!hasSnapshot && log.Checkpoint is { } checkpoint)
        {
            return checkpoint.Configuration.IsEmpty ? initial : Decode(checkpoint.Configuration.Span, log);
        }

        return hasSnapshot || log.FirstIndex.Value == 1
            ? initial
            : throw new LogCorruptException(
                $"{log.Directory} begins at {log.FirstIndex}, but nothing says who was in the group by then: its {LogCheckpointFile.Name} is missing.");
    }

    // A crash between storing a snapshot and cutting the log leaves a log that the snapshot does not continue.
    private static void Align(PartitionLog log, LogSnapshot snapshot)
    {
        if (snapshot.Index > log.LastIndex || (snapshot.Index >= log.FirstIndex.Previous() && log.TermAt(snapshot.Index) != snapshot.Term))
        {
            log.Reset(snapshot.Index.Next(), log.LogEndOffset, snapshot.Term);
        }

        if (snapshot.Index < log.FirstIndex.Previous())
        {
            throw new LogCorruptException(
                $"{log.Directory} begins at {log.FirstIndex}, but the latest snapshot ends at {snapshot.Index}: the entries in between are missing.");
        }
    }

    private static IEnumerable<ConfigurationEntry> Configurations(PartitionLog log)
    {
        foreach (LogIndex index in log.ConfigurationIndexes)
        {
            using LogCursor cursor = log.OpenCursor(index);
            if (!cursor.MoveNext(index))
            {
                throw new LogCorruptException($"{log.Directory} has no entry {index}, which its index calls a configuration.");
            }

            yield return new ConfigurationEntry(index, Decode(cursor.Current.Content.Span, log));
        }
    }

    private static GroupConfiguration Decode(ReadOnlySpan<byte> encoded, PartitionLog log) =>
        GroupConfigurationCodec.TryRead(encoded, out GroupConfiguration? configuration)
            ? configuration
            : throw new LogCorruptException($"{log.Directory} holds a configuration that cannot be read.");
}
