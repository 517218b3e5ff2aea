using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>Where the last replica of a group that a broker created was put.</summary>
/// <param name="Replica">The replica's own directory id.</param>
/// <param name="Directory">The log directory.</param>
internal readonly record struct ReplicaPlacement(DirectoryId Replica, DirectoryId Directory);
