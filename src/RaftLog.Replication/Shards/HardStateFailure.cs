using RaftLog.Storage;

namespace RaftLog.Replication;

/// <summary>The terms and votes of the groups of one log directory cannot be stored any more.</summary>
/// <param name="Store">Where they were.</param>
/// <param name="Failure">Why not.</param>
internal sealed record HardStateFailure(HardStateStore Store, LogOfflineException Failure);
