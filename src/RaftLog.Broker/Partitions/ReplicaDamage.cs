using RaftLog.Storage;

namespace RaftLog.Broker.Partitions;

/// <summary>Tells damage of what had been stored from trouble that passes: a full disk, too many open files, a failed write.</summary>
internal static class ReplicaDamage
{
    // The error number of EIO on every Unix: the disk says that it cannot give back what was written.
    private const int InputOutputError = 5;

    /// <summary>Whether what the replica holds can no longer be relied on, so that it must be rebuilt from the others.</summary>
    public static bool IsDamage(Exception failure) => failure is LogCorruptException;

    /// <summary>Whether the disk refused to read; a second try may succeed, a third seldom does.</summary>
    public static bool IsUnreadable(Exception failure) =>
        failure is IOException { HResult: InputOutputError } || (failure.InnerException is { } inner && IsUnreadable(inner));

    /// <summary>Whether a replica that cannot be opened so is no reason for the others to stop.</summary>
    public static bool IsOfOneReplica(Exception failure) => failure is IOException or DataDirectoryException or UnauthorizedAccessException;
}
