using RaftLog.Model;
using RaftLog.Replication;

namespace RaftLog.Metadata;

/// <summary>Appends a command to the metadata group while this broker leads it in one very term, and completes when it is applied here (<see cref="GroupHandle.AppendCommandAsync"/>).</summary>
/// <param name="command">The bytes; copied before the call returns.</param>
/// <param name="onlyInTerm">The term of the leadership that the command was decided under.</param>
internal delegate ValueTask<AppendOutcome> CommandAppender(ReadOnlySpan<byte> command, Term onlyInTerm);
