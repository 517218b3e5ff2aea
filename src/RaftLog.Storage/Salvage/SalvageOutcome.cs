using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>What <see cref="ReplicaSalvage.CarryOut"/> has done.</summary>
/// <param name="Replica">The directory that the broker will open.</param>
/// <param name="KeptAside">Where the files are that were there before: the damaged ones, and the empty successor's if there was one.</param>
/// <param name="Term">The term that the replica begins with; it has voted for nobody in it unless it still knew.</param>
public sealed record SalvageOutcome(string Replica, IReadOnlyList<string> KeptAside, Term Term);
