using RaftLog.Model;

namespace RaftLog.Consensus;

/// <summary>The index at which the entries of a term begin in a log; a log is described by a short list of these.</summary>
/// <param name="Term">The term.</param>
/// <param name="FirstIndex">The first entry of it that is in the log.</param>
public readonly record struct TermStart(Term Term, LogIndex FirstIndex);
