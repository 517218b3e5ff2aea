using System.Buffers;
using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Storage;

/// <summary>
/// Which replica lies in which log directory, for the day on which one of them cannot be read: in the file <c>placements</c> of the data directory, a
/// <see cref="CheckedFile"/> with the magic "RLPLACES", version 1, whose body is big-endian (<see cref="WireWriter"/>):
/// <code>
///   i32 count, then the paths of the further log directories that have been in use: string
///   i32 count, then the replicas: i64 group   u64 replica   u64 log directory
/// </code>
/// A replica is written down before it is created, so one that is not here was created while there was the data directory only, or never. There is no
/// file before a further directory is configured. Thread-safe.
/// </summary>
internal sealed class ReplicaPlacements
{
    private const int Version = 1;
    private const int PlacementSize = 24;

    private readonly IFileSystem _fileSystem;
    private readonly Lock _gate = new();

    // Guarded by _gate; changed when the file has been.
    private readonly HashSet<string> _usedPaths = new(StringComparer.Ordinal);
    private readonly Dictionary<GroupId, ReplicaPlacement> _placements = [];

    private ReplicaPlacements(IFileSystem fileSystem, string dataDirectory)
    {
        _fileSystem = fileSystem;
        FilePath = Path.Combine(dataDirectory, DataDirectoryLayout.PlacementsName);
        Exists = fileSystem.FileExists(FilePath);
    }

    /// <summary>The file.</summary>
    public string FilePath { get; }

    /// <summary>Whether the file is there.</summary>
    public bool Exists { get; private set; }

    private static ReadOnlySpan<byte> Magic => "RLPLACES"u8;

    /// <summary>Reads the file of a data directory; empty when there is none.</summary>
    /// <exception cref="LogCorruptException">It is damaged.</exception>
    public static ReplicaPlacements Load(IFileSystem fileSystem, string dataDirectory)
    {
        var placements = new ReplicaPlacements(fileSystem, dataDirectory);
        if (placements.Exists)
        {
            placements.Read();
        }

        return placements;
    }

    /// <summary>Whether a further log directory has been in use at this path.</summary>
    public bool HasBeenUsed(string path)
    {
        lock (_gate)
        {
            return _usedPaths.Contains(path);
        }
    }

    /// <summary>Writes the file if there is none.</summary>
    public void Begin()
    {
        lock (_gate)
        {
            if (!Exists)
            {
                Write(_usedPaths, _placements);
            }
        }
    }

    /// <summary>Notes which further log directories are configured, and which of them are in use; the others keep what is known of them.</summary>
    public void NoteUsed(IEnumerable<string> configured, IEnumerable<string> inUse)
    {
        lock (_gate)
        {
            HashSet<string> used = [.. configured.Where(_usedPaths.Contains), .. inUse];
            if (!used.SetEquals(_usedPaths))
            {
                Write(used, _placements);
                _usedPaths.Clear();
                _usedPaths.UnionWith(used);
            }
        }
    }

    /// <summary>Where the last replica of a group was put; null when that is not written down.</summary>
    public ReplicaPlacement? Of(GroupId group)
    {
        lock (_gate)
        {
            return _placements.TryGetValue(group, out ReplicaPlacement placement) ? placement : null;
        }
    }

    /// <summary>How many replicas were put in directories other than these.</summary>
    public int CountOutside(IReadOnlyCollection<DirectoryId> directories)
    {
        lock (_gate)
        {
            return _placements.Values.Count(placement => !directories.Contains(placement.Directory));
        }
    }

    /// <summary>Writes down, durably, where a replica is going to be.</summary>
    public void Set(GroupId group, ReplicaPlacement placement) => Change(group, placement);

    /// <summary>Forgets the replica of a group, durably.</summary>
    public void Remove(GroupId group) => Change(group, null);

    /// <summary>Forgets those of these groups.</summary>
    public void RemoveAll(Predicate<GroupId> isGone)
    {
        lock (_gate)
        {
            var kept = _placements.Where(placement => !isGone(placement.Key)).ToDictionary();
            if (kept.Count < _placements.Count)
            {
                Replace(kept);
            }
        }
    }

    /// <summary>Writes the file anew when it is damaged; returns what was wrong.</summary>
    public string? CheckAndRepair()
    {
        lock (_gate)
        {
            if (!Exists || Damage() is not { } damage)
            {
                return null;
            }

            Write(_usedPaths, _placements);
            return damage;
        }
    }

    private string? Damage()
    {
        try
        {
            return CheckedFile.Probe(_fileSystem, FilePath);
        }
        catch (FileNotFoundException)
        {
            return "it is missing.";
        }
    }

    private void Change(GroupId group, ReplicaPlacement? placement)
    {
        lock (_gate)
        {
            ReplicaPlacement? before = _placements.TryGetValue(group, out ReplicaPlacement known) ? known : null;
            if (before == placement)
            {
                return;
            }

            var changed = new Dictionary<GroupId, ReplicaPlacement>(_placements);
            changed.Remove(group);
            if (placement is { } put)
            {
                changed.Add(group, put);
            }

            Replace(changed);
        }
    }

    private void Replace(Dictionary<GroupId, ReplicaPlacement> placements)
    {
        Write(_usedPaths, placements);
        _placements.Clear();
        foreach ((GroupId group, ReplicaPlacement placement) in placements)
        {
            _placements.Add(group, placement);
        }
    }

    private void Write(HashSet<string> usedPaths, Dictionary<GroupId, ReplicaPlacement> placements)
    {
        var body = new ArrayBufferWriter<byte>();
        var writer = new WireWriter(body);
        writer.WriteArrayLength(usedPaths.Count, flexible: false);
        foreach (string path in usedPaths.Order(StringComparer.Ordinal))
        {
            writer.WriteString(path, flexible: false);
        }

        writer.WriteArrayLength(placements.Count, flexible: false);
        foreach ((GroupId group, ReplicaPlacement placement) in placements.OrderBy(placement => placement.Key))
        {
            writer.WriteInt64(group.Value);
            writer.WriteUInt64(placement.Replica.Value);
            writer.WriteUInt64(placement.Directory.Value);
        }

        writer.Flush();
        CheckedFile.Write(_fileSystem, FilePath, Magic, Version, body.WrittenSpan);
        Exists = true;
    }

    private void Read()
    {
        var reader = new WireReader(CheckedFile.Read(_fileSystem, FilePath, Magic, Version, out _));
        try
        {
            for (int left = reader.ReadArrayLength(flexible: false, leastElementSize: sizeof(short)); left > 0; left--)
            {
                _usedPaths.Add(reader.ReadString(flexible: false));
            }

            for (int left = reader.ReadArrayLength(flexible: false, PlacementSize); left > 0; left--)
            {
                _placements[new GroupId(reader.ReadInt64())] = new ReplicaPlacement(new DirectoryId(reader.ReadUInt64()), new DirectoryId(reader.ReadUInt64()));
            }
        }
        catch (WireFormatException exception)
        {
            throw new LogCorruptException($"{FilePath} is damaged: {exception.Message}", exception);
        }
    }
}
