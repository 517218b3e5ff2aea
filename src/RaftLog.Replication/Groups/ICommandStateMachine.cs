using System.Buffers;
using RaftLog.Model;

namespace RaftLog.Replication;

/// <summary>
/// A state machine whose entries are commands, and whose log is shortened by snapshots: the metadata group. Threading as in
/// <see cref="IGroupStateMachine"/>.
/// </summary>
public interface ICommandStateMachine : IGroupStateMachine
{
    /// <summary>
    /// The last command that the state contains. Beyond what the replica has applied only while a replica that was opened anew with the same state
    /// machine comes up to it.
    /// </summary>
    LogIndex LastApplied { get; }

    /// <summary>
    /// Applies one committed command. Called once per committed command since the last restored snapshot, in log order, before
    /// <see cref="IGroupStateMachine.Committed"/>; and again from the snapshot on when the replica is opened anew with the same state machine.
    /// </summary>
    /// <param name="index">The index of the command.</param>
    /// <param name="term">The term in which it was appended.</param>
    /// <param name="command">The bytes that were appended; valid until the call returns.</param>
    void Apply(LogIndex index, Term term, ReadOnlySpan<byte> command);

    /// <summary>
    /// Takes hold of the state as of the last applied command. Must be cheap (a reference to an immutable image); the bytes are asked for
    /// later, through the returned writer.
    /// </summary>
    SnapshotWriter CaptureSnapshot();

    /// <summary>Replaces the whole state by that of a snapshot.</summary>
    /// <param name="index">The last index that the snapshot contains.</param>
    /// <param name="term">The term of that entry.</param>
    /// <param name="content">The bytes that a <see cref="SnapshotWriter"/> wrote; valid until the call returns.</param>
    void RestoreSnapshot(LogIndex index, Term term, ReadOnlySequence<byte> content);
}

/// <summary>Writes the bytes of a captured state. Called at most once, on another thread than the shard's.</summary>
/// <param name="destination">Where the bytes go.</param>
public delegate void SnapshotWriter(IBufferWriter<byte> destination);
