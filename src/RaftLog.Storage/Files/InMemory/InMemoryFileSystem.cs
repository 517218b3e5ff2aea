namespace RaftLog.Storage;

/// <summary>
/// A file system in memory, for embedded clusters, tests and simulations. It can lose power: everything that was not flushed is then gone,
/// unsynced names included, which is the strictest reading of what <see cref="IFileSystem"/> promises. Thread-safe.
/// </summary>
public sealed class InMemoryFileSystem : IFileSystem
{
    // Guards the tree of names; the contents of a file have their own lock.
    private readonly Lock _gate = new();
    private readonly InMemoryDirectory _root = new();
    private readonly Dictionary<string, object> _locks = new(StringComparer.Ordinal);
    private readonly InMemoryDisk _disk;
    private readonly InMemoryMoves _moves = new(); // Guarded by _gate.

    /// <summary>Creates an empty file system.</summary>
    /// <param name="remembersFlushes">Whether <see cref="LosePower"/> will be used; it costs a second copy of what was flushed.</param>
    /// <param name="capacityBytes">The size of the disk; writing more fails as on a full one.</param>
    public InMemoryFileSystem(bool remembersFlushes = false, long capacityBytes = long.MaxValue) =>
        _disk = new InMemoryDisk(remembersFlushes, capacityBytes);

    /// <summary>
    /// Goes back to what was durable. Open files become unusable, locks end. With <paramref name="tearing"/>, unflushed sectors and unsynced
    /// names survive at random instead of all being lost.
    /// </summary>
    /// <exception cref="InvalidOperationException">The file system was created without remembering flushes.</exception>
    public void LosePower(Random? tearing = null)
    {
        if (!_disk.RemembersFlushes)
        {
            throw new InvalidOperationException("Create the file system with remembersFlushes: true to let it lose power.");
        }

        lock (_gate)
        {
            _disk.PowerCycle();
            _root.LosePower(tearing);
            _moves.LosePower(tearing);
            _locks.Clear();
        }
    }

    /// <inheritdoc/>
    public IFile Open(string path, FileOpenMode mode)
    {
        lock (_gate)
        {
            (InMemoryDirectory directory, string name) = Parent(path);
            InMemoryContent? content = directory.Names.GetValueOrDefault(name) as InMemoryContent;
            if (content is null)
            {
                if (mode is FileOpenMode.Read or FileOpenMode.ReadWrite)
                {
                    throw new FileNotFoundException($"There is no file '{path}'.", path);
                }

                content = new InMemoryContent(_disk);
                directory.Names[name] = content;
            }
            else if (mode == FileOpenMode.Truncate)
            {
                content.SetLength(0, path);
            }

            return new InMemoryFile(path, content, _disk, canWrite: mode != FileOpenMode.Read);
        }
    }

    /// <inheritdoc/>
    public bool FileExists(string path)
    {
        lock (_gate)
        {
            return Find(path) is InMemoryContent;
        }
    }

    /// <inheritdoc/>
    public bool DirectoryExists(string path)
    {
        lock (_gate)
        {
            return Find(path) is InMemoryDirectory;
        }
    }

    /// <inheritdoc/>
    public void CreateDirectory(string path)
    {
        lock (_gate)
        {
            InMemoryDirectory directory = _root;
            foreach (string name in Parts(path))
            {
                if (!directory.Names.TryGetValue(name, out object? child))
                {
                    child = new InMemoryDirectory();
                    directory.Names[name] = child;
                }

                directory = child as InMemoryDirectory ?? throw new IOException($"'{name}' in '{path}' is a file.");
            }
        }
    }

    /// <inheritdoc/>
    public void Rename(string from, string to)
    {
        lock (_gate)
        {
            (InMemoryDirectory source, string sourceName) = Parent(from);
            (InMemoryDirectory target, string targetName) = Parent(to);
            if (!source.Names.TryGetValue(sourceName, out object? moved))
            {
                throw new FileNotFoundException($"There is nothing named '{from}'.", from);
            }

            if (target.Names.GetValueOrDefault(targetName) is InMemoryDirectory)
            {
                throw new IOException($"'{to}' is a directory.");
            }

            if (_disk.RemembersFlushes)
            {
                _moves.Moved(moved, (source, sourceName), (target, targetName));
            }

            source.Names.Remove(sourceName);
            target.Names[targetName] = moved;
        }
    }

    /// <inheritdoc/>
    public void DeleteFile(string path)
    {
        lock (_gate)
        {
            if (Find(path) is InMemoryContent content)
            {
                (InMemoryDirectory directory, string name) = Parent(path);
                directory.Names.Remove(name);
                _moves.Deleted(content);
                if (!_disk.RemembersFlushes)
                {
                    content.Free();
                }
            }
        }
    }

    /// <inheritdoc/>
    public void DeleteDirectory(string path)
    {
        lock (_gate)
        {
            if (Find(path) is InMemoryDirectory deleted)
            {
                (InMemoryDirectory directory, string name) = Parent(path);
                directory.Names.Remove(name);
                _moves.Deleted(deleted);
                if (!_disk.RemembersFlushes)
                {
                    deleted.Free();
                }
            }
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> EnumerateFiles(string path) => Enumerate<InMemoryContent>(path);

    /// <inheritdoc/>
    public IReadOnlyList<string> EnumerateDirectories(string path) => Enumerate<InMemoryDirectory>(path);

    /// <inheritdoc/>
    public void FlushDirectory(string path)
    {
        lock (_gate)
        {
            InMemoryDirectory directory = Directory(path);
            if (_disk.RemembersFlushes)
            {
                directory.Flush();
                _moves.Flushed(directory);
            }
        }
    }

    /// <inheritdoc/>
    public long FreeSpace(string path) => _disk.FreeBytes;

    /// <inheritdoc/>
    public long TotalSpace(string path) => _disk.CapacityBytes;

    /// <inheritdoc/>
    public IDisposable? TryLock(string path)
    {
        Open(path, FileOpenMode.OpenOrCreate).Dispose();
        var holder = new object();
        lock (_gate)
        {
            return _locks.TryAdd(path, holder) ? new LockRelease(this, path, holder) : null;
        }
    }

    private static string[] Parts(string path) => path.Split(['/', '\\'], StringSplitOptions.RemoveEmptyEntries);

    private string[] Enumerate<T>(string path)
    {
        lock (_gate)
        {
            string[] names = [.. Directory(path).Names.Where(entry => entry.Value is T).Select(entry => entry.Key)];
            Array.Sort(names, StringComparer.Ordinal);
            return names;
        }
    }

    private object? Find(string path)
    {
        object? found = _root;
        foreach (string name in Parts(path))
        {
            found = (found as InMemoryDirectory)?.Names.GetValueOrDefault(name);
        }

        return found;
    }

    private InMemoryDirectory Directory(string path) =>
        Find(path) as InMemoryDirectory ?? throw new DirectoryNotFoundException($"There is no directory '{path}'.");

    private (InMemoryDirectory Directory, string Name) Parent(string path)
    {
        string[] parts = Parts(path);
        return (Directory(string.Join('/', parts[..^1])), parts[^1]);
    }

    private void Unlock(string path, object holder)
    {
        lock (_gate)
        {
            // After a power loss the lock may belong to someone else.
            if (_locks.GetValueOrDefault(path) == holder)
            {
                _locks.Remove(path);
            }
        }
    }

    private sealed class LockRelease(InMemoryFileSystem fileSystem, string path, object holder) : IDisposable
    {
        public void Dispose() => fileSystem.Unlock(path, holder);
    }
}
