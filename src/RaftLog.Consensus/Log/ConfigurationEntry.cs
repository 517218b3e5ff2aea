using RaftLog.Model;

namespace RaftLog.Consensus;

/// <summary>A configuration together with the index of the entry that brought it; index 0 for the one that a group was born with.</summary>
/// <param name="Index">The index of the configuration entry.</param>
/// <param name="Configuration">The configuration, in force from the moment its entry is in the log (thesis §4.1).</param>
public readonly record struct ConfigurationEntry(LogIndex Index, GroupConfiguration Configuration);
