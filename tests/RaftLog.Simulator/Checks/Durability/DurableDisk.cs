using RaftLog.Model;
using RaftLog.Storage;

namespace RaftLog.Simulator.Checks.Durability;

/// <summary>
/// What of a broker's logs and votes its disk would still hold if the power went now: told by the disk of every write and flush, it reads back
/// what was flushed. It asks no broker, so it contradicts one that takes for durable what is not.
/// </summary>
internal sealed class DurableDisk
{
    private const string HardStateName = "hard-state";
    private const string TemporarySuffix = SegmentName.LogSuffix + ".tmp";

    // By directory, then by path.
    private readonly Dictionary<string, Dictionary<string, DurableSegment>> _logs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DurableHardStates> _hardStates = new(StringComparer.Ordinal);

    // Directories that the broker has put away: of a deleted topic, or damaged. What was promised of them before is over.
    private readonly HashSet<string> _putAway = new(StringComparer.Ordinal);

    // The names in each directory as of its last flush.
    private readonly Dictionary<string, HashSet<string>> _names = new(StringComparer.Ordinal);

    /// <summary>A file was written, cut or made longer from a position on.</summary>
    public void Written(string path, long position)
    {
        if (SegmentOf(path, create: true) is { } segment)
        {
            _putAway.Remove(Path.GetDirectoryName(path)!);
            segment.Written(position);
        }
        else if (HardStatesOf(path) is { } states)
        {
            states.Written(position);
        }
    }

    /// <summary>A file was flushed, and the disk said that it did.</summary>
    public void Flushed(IFile file)
    {
        if (SegmentOf(file.Path, create: false) is { } segment)
        {
            segment.Flushed(file);
        }
        else if (HardStatesOf(file.Path) is { } states)
        {
            states.Flushed(file);
        }
    }

    /// <summary>A file or directory got another name; what was there under that name is replaced.</summary>
    public void Renamed(string from, string to)
    {
        if (_logs.Remove(from))
        {
            _putAway.Add(from);
        }

        if (SegmentOf(from, create: false) is { } segment)
        {
            _logs[Path.GetDirectoryName(from)!].Remove(from);
            SegmentOf(to, create: true);
            _logs[Path.GetDirectoryName(to)!][to] = segment;
            segment.IsNameDurable = null;
        }

        if (_hardStates.Remove(from, out var states))
        {
            _hardStates[to] = states;
        }
    }

    /// <summary>A directory was flushed with these names in it.</summary>
    public void DirectoryFlushed(string path, IEnumerable<string> names)
    {
        _names[path] = [.. names];
        foreach (var log in _logs.Values)
        {
            foreach (var segment in log.Values)
            {
                segment.IsNameDurable = null;
            }
        }

        if (_logs.TryGetValue(path, out var segments))
        {
            foreach (string gone in segments.Keys.Where(file => !_names[path].Contains(Path.GetFileName(file))).ToList())
            {
                segments.Remove(gone);
            }
        }
    }

    /// <summary>The disk is as it came back after a power loss, or as somebody else changed it: everything on it is durable, and read anew.</summary>
    public void ReadAnew(IFileSystem files)
    {
        _logs.Clear();
        _hardStates.Clear();
        _names.Clear();
        ReadDirectory(files, "/");
    }

    /// <summary>The term of the entry that a log would have at an index after a power loss; null when it would not have it.</summary>
    /// <param name="directory">The directory of the log.</param>
    /// <param name="index">The index.</param>
    /// <param name="isExcused">Whether it need not: a snapshot stands for the entry, or the broker has put the log away.</param>
    public Term? TermAt(string directory, LogIndex index, out bool isExcused)
    {
        isExcused = _putAway.Contains(directory);
        if (!_logs.TryGetValue(directory, out var segments))
        {
            return null;
        }

        LogIndex? first = null;
        foreach (var (path, segment) in segments)
        {
            if (segment.FirstIndex is { } begin && !path.EndsWith(TemporarySuffix, StringComparison.Ordinal) && (segment.IsNameDurable ??= IsNameDurable(path)))
            {
                first = first is null || begin < first ? begin : first;
                if (segment.TermAt(index) is { } term)
                {
                    return term;
                }
            }
        }

        isExcused = first > index;
        return null;
    }

    /// <summary>The term and vote that a group would have after a power loss; null when it would have none.</summary>
    /// <param name="group">The group.</param>
    /// <param name="directory">The directory of its log, which lies in the same log directory as its term and vote.</param>
    public StoredHardState? HardStateOf(GroupId group, string directory)
    {
        foreach (var (path, states) in _hardStates)
        {
            if (IsHardState(path) && directory.AsSpan().StartsWith(path.AsSpan(0, path.Length - HardStateName.Length), StringComparison.Ordinal))
            {
                return states.Of(group);
            }
        }

        return null;
    }

    /// <summary>Whether a group was forgotten here, so that it is bound by no vote any more.</summary>
    public bool HasForgotten(GroupId group) => _hardStates.Values.Any(states => states.HasForgotten(group));

    private static bool IsHardState(string path) => Path.GetFileName(path.AsSpan()).SequenceEqual(HardStateName);

    private bool IsNameDurable(string path)
    {
        string? parent = Path.GetDirectoryName(path);
        return parent is null
            || (_names.TryGetValue(parent, out var names) && names.Contains(Path.GetFileName(path)) && IsNameDurable(parent));
    }

    private DurableSegment? SegmentOf(string path, bool create)
    {
        // A cleaned segment is written and flushed under a temporary name.
        if (!path.EndsWith(SegmentName.LogSuffix, StringComparison.Ordinal) && !path.EndsWith(TemporarySuffix, StringComparison.Ordinal))
        {
            return null;
        }

        string directory = Path.GetDirectoryName(path)!;
        if (!_logs.TryGetValue(directory, out var segments))
        {
            segments = new Dictionary<string, DurableSegment>(StringComparer.Ordinal);
            _logs.Add(directory, segments);
        }

        if (!segments.TryGetValue(path, out var segment) && create)
        {
            segment = new DurableSegment();
            segments.Add(path, segment);
        }

        return segment;
    }

    private DurableHardStates? HardStatesOf(string path)
    {
        if (!Path.GetFileName(path.AsSpan()).StartsWith(HardStateName, StringComparison.Ordinal))
        {
            return null;
        }

        if (!_hardStates.TryGetValue(path, out var states))
        {
            states = new DurableHardStates();
            _hardStates.Add(path, states);
        }

        return states;
    }

    private void ReadDirectory(IFileSystem files, string path)
    {
        var below = files.EnumerateDirectories(path);
        var inside = files.EnumerateFiles(path);
        _names[path] = [.. below, .. inside];
        foreach (string name in inside)
        {
            using var file = files.Open(Path.Combine(path, name), FileOpenMode.Read);
            Written(file.Path, 0);
            Flushed(file);
        }

        foreach (string name in below)
        {
            ReadDirectory(files, Path.Combine(path, name));
        }
    }
}
