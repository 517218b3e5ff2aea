using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>
/// Term and vote of all groups of a broker in one append-only file, so that one flush serves every group that votes at the same time.
/// Thread-safe: any shard saves, a flusher thread writes.
/// </summary>
public sealed class HardStateStore : IDisposable
{
    /// <summary>Opens the file or, when <paramref name="create"/> is set, begins an empty one.</summary>
    public static HardStateStore Open(StorageContext storage, string path, bool create) => throw new NotImplementedException();

    /// <summary>The failure that ended writing; null while all is well.</summary>
    public LogOfflineException? Failure => throw new NotImplementedException();

    /// <summary>The groups that have a state, which are the groups that have a replica in this data directory.</summary>
    public IReadOnlyCollection<GroupId> Groups => throw new NotImplementedException();

    /// <summary>The last saved state of a group, persisted or not; false when the group is unknown.</summary>
    public bool TryGet(GroupId group, out StoredHardState state) => throw new NotImplementedException();

    /// <summary>Replaces the state of a group. The flusher's listener is told when it is durable.</summary>
    /// <exception cref="LogOfflineException">An earlier write failed.</exception>
    public void Save(GroupId group, StoredHardState state) => throw new NotImplementedException();

    /// <summary>Forgets a group whose replica is being deleted. Durable with the next flush; not reported.</summary>
    public void Forget(GroupId group) => throw new NotImplementedException();

    /// <summary>Writes and flushes everything saved so far before it returns.</summary>
    public void FlushNow() => throw new NotImplementedException();

    /// <summary>Flushes and closes the file.</summary>
    public void Dispose() => throw new NotImplementedException();
}
