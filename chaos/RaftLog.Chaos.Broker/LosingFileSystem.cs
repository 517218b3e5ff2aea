using RaftLog.Storage;

namespace RaftLog.Chaos.Broker;

/// <summary>
/// A folder of the machine's disk in which the real files hold only what was flushed: contents by <see cref="IFile.Flush"/>, names by
/// <see cref="FlushDirectory"/>. All else is in this process alone, so that SIGKILL does to the broker what a power cut does, in the strictest
/// reading. Other folders are those of the machine. Thread-safe.
/// </summary>
internal sealed class LosingFileSystem : IFileSystem
{
    private const string UnnamedName = "unnamed";

    private readonly PhysicalFileSystem _machine = new();
    private readonly Lock _gate = new();
    private readonly string _rootPath;
    private readonly string _unnamedFolder;
    private readonly DiskFaults _faults;
    private readonly LosingDirectory _root;
    private int _unnamed;

    /// <summary>Reads what the last run left durably in <paramref name="rootPath"/>.</summary>
    public LosingFileSystem(string rootPath, DiskFaults faults)
    {
        _rootPath = rootPath;
        _faults = faults;
        _unnamedFolder = Path.Combine(rootPath, UnnamedName);
        if (Directory.Exists(_unnamedFolder))
        {
            Directory.Delete(_unnamedFolder, recursive: true);
        }

        Directory.CreateDirectory(_unnamedFolder);
        _root = new LosingDirectory(_unnamedFolder, null, rootPath);
        _root.Load();
    }

    /// <inheritdoc/>
    public IFile Open(string path, FileOpenMode mode)
    {
        lock (_gate)
        {
            (LosingDirectory parent, string name) = ParentOf(path);
            parent.Names.TryGetValue(name, out LosingEntry? entry);
            if (entry is LosingDirectory)
            {
                throw new IOException($"'{path}' is a directory.");
            }

            bool creates = mode is FileOpenMode.OpenOrCreate or FileOpenMode.Truncate;
            if (entry is not LosingContent content)
            {
                if (!creates)
                {
                    throw new FileNotFoundException($"There is no file '{path}'.", path);
                }

                _faults.BeforeWrite(path);
                content = new LosingContent(_unnamedFolder, null, NextUnnamed(name));
                File.WriteAllBytes(content.RealPath, []);
                Attach(parent, name, content);
            }
            else if (mode == FileOpenMode.Truncate)
            {
                content.SetLength(0);
            }

            return new LosingFile(path, content, _faults, canWrite: mode != FileOpenMode.Read);
        }
    }

    /// <inheritdoc/>
    public bool FileExists(string path) => Find(path) is LosingContent;

    /// <inheritdoc/>
    public bool DirectoryExists(string path) => IsOutside(path) ? _machine.DirectoryExists(path) : Find(path) is LosingDirectory;

    /// <inheritdoc/>
    public void CreateDirectory(string path)
    {
        if (IsOutside(path))
        {
            _machine.CreateDirectory(path);
            return;
        }

        lock (_gate)
        {
            LosingDirectory directory = _root;
            foreach (string name in PartsOf(path))
            {
                if (!directory.Names.TryGetValue(name, out LosingEntry? entry))
                {
                    _faults.BeforeWrite(path);
                    entry = new LosingDirectory(_unnamedFolder, null, NextUnnamed(name));
                    Directory.CreateDirectory(entry.RealPath);
                    Attach(directory, name, entry);
                }

                directory = entry as LosingDirectory ?? throw new IOException($"'{path}' leads through a file.");
            }
        }
    }

    /// <inheritdoc/>
    public void Rename(string from, string to)
    {
        lock (_gate)
        {
            (LosingDirectory source, string oldName) = ParentOf(from);
            (LosingDirectory target, string newName) = ParentOf(to);
            if (!source.Names.TryGetValue(oldName, out LosingEntry? entry))
            {
                throw new FileNotFoundException($"There is no '{from}'.", from);
            }

            if (target.Names.TryGetValue(newName, out LosingEntry? replaced))
            {
                if (replaced is LosingDirectory)
                {
                    throw new IOException($"'{to}' is a directory.");
                }

                Detach(target, newName, replaced);
            }

            source.Names.Remove(oldName);
            Attach(target, newName, entry);
        }
    }

    /// <inheritdoc/>
    public void DeleteFile(string path)
    {
        lock (_gate)
        {
            if (Find(path) is LosingContent content)
            {
                Detach(content.Parent!, Path.GetFileName(path), content);
            }
        }
    }

    /// <inheritdoc/>
    public void DeleteDirectory(string path)
    {
        lock (_gate)
        {
            if (Find(path) is LosingDirectory directory)
            {
                Detach(directory.Parent!, Path.GetFileName(path), directory);
            }
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> EnumerateFiles(string path) => NamesOf<LosingContent>(path);

    /// <inheritdoc/>
    public IReadOnlyList<string> EnumerateDirectories(string path) => NamesOf<LosingDirectory>(path);

    /// <inheritdoc/>
    public void FlushDirectory(string path)
    {
        if (IsOutside(path))
        {
            _machine.FlushDirectory(path);
            return;
        }

        _faults.BeforeFlush(path);
        lock (_gate)
        {
            RequireDirectory(path).Flush();
        }
    }

    /// <inheritdoc/>
    public long FreeSpace(string path) => _faults.IsFull ? 0 : _machine.FreeSpace(_rootPath);

    /// <inheritdoc/>
    public long TotalSpace(string path) => _machine.TotalSpace(_rootPath);

    /// <inheritdoc/>
    public IDisposable? TryLock(string path)
    {
        lock (_gate)
        {
            return _machine.TryLock(Path.Combine(ParentOf(path).Directory.RealPath, Path.GetFileName(path)));
        }
    }

    private static void Attach(LosingDirectory directory, string name, LosingEntry entry)
    {
        directory.Names[name] = entry;
        entry.Parent = directory;
    }

    // What has no durable name is gone at once; what has one comes back with a power cut until its directory is flushed.
    private static void Detach(LosingDirectory directory, string name, LosingEntry entry)
    {
        directory.Names.Remove(name);
        entry.Parent = null;
        if (entry.RealParent is null)
        {
            entry.DeleteReal();
        }
    }

    private string[] NamesOf<T>(string path)
        where T : LosingEntry
    {
        lock (_gate)
        {
            return [.. RequireDirectory(path).Names.Where(n => n.Value is T).Select(n => n.Key).Order(StringComparer.Ordinal)];
        }
    }

    private LosingDirectory RequireDirectory(string path) =>
        Find(path) as LosingDirectory ?? throw new DirectoryNotFoundException($"There is no directory '{path}'.");

    private (LosingDirectory Directory, string Name) ParentOf(string path) =>
        (RequireDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!), Path.GetFileName(path));

    private LosingEntry? Find(string path)
    {
        lock (_gate)
        {
            LosingEntry? entry = _root;
            foreach (string name in PartsOf(path))
            {
                entry = (entry as LosingDirectory)?.Names.GetValueOrDefault(name);
            }

            return entry;
        }
    }

    private bool IsOutside(string path) => Path.GetRelativePath(_rootPath, path).StartsWith("..", StringComparison.Ordinal);

    private string[] PartsOf(string path)
    {
        string relative = Path.GetRelativePath(_rootPath, path);
        return relative == "." ? [] : relative.Split(Path.DirectorySeparatorChar);
    }

    private string NextUnnamed(string name) => FormattableString.Invariant($"{name}-{++_unnamed}");
}
