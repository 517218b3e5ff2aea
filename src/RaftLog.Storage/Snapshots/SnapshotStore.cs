namespace RaftLog.Storage;

/// <summary>The snapshots of one group in a directory of their own. Used by one thread at a time.</summary>
public sealed class SnapshotStore
{
    /// <summary>Uses a directory, creating it when it is not there; what an interrupted save left is removed.</summary>
    public SnapshotStore(IFileSystem fileSystem, string directory) => throw new NotImplementedException();

    /// <summary>Writes a snapshot; durable when it returns. Older ones are removed then.</summary>
    public void Save(LogSnapshot snapshot) => throw new NotImplementedException();

    /// <summary>The newest snapshot; null when there is none.</summary>
    /// <exception cref="LogCorruptException">The newest one is damaged: an older one is not used in its place, for the log may begin behind it.</exception>
    public LogSnapshot? LoadLatest() => throw new NotImplementedException();
}
