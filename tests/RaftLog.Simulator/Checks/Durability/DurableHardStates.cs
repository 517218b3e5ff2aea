using RaftLog.Model;
using RaftLog.Storage;

namespace RaftLog.Simulator.Checks.Durability;

/// <summary>The terms and votes in a hard state file that have been flushed.</summary>
internal sealed class DurableHardStates
{
    private const int FileHeaderSize = 16;

    private readonly Dictionary<GroupId, StoredHardState> _states = [];
    private readonly HashSet<GroupId> _forgotten = [];
    private long _read = FileHeaderSize;
    private long _unflushedFrom;

    /// <summary>Something from this position on has changed and is not flushed yet.</summary>
    public void Written(long position) => _unflushedFrom = Math.Min(_unflushedFrom, position);

    /// <summary>The file was flushed: reads the records that are new.</summary>
    public void Flushed(IFile file)
    {
        if (_unflushedFrom < _read)
        {
            _states.Clear();
            _read = FileHeaderSize;
        }

        _unflushedFrom = long.MaxValue;
        byte[] bytes = new byte[Math.Max(file.Length - _read, 0)];
        var rest = bytes.AsSpan(0, file.Read(_read, bytes));
        while (HardStateRecord.TryRead(rest, out var record))
        {
            Take(record);
            _read += HardStateRecord.Size;
            rest = rest[HardStateRecord.Size..];
        }
    }

    /// <summary>What a power loss would leave of a group's term and vote; null when nothing.</summary>
    public StoredHardState? Of(GroupId group) => _states.TryGetValue(group, out var state) ? state : null;

    /// <summary>Whether a replica of the group has been deleted here.</summary>
    public bool HasForgotten(GroupId group) => _forgotten.Contains(group);

    private void Take(in HardStateRecord record)
    {
        if (record.State is { } state)
        {
            _states[record.Group] = state;
        }
        else
        {
            _states.Remove(record.Group);
            _forgotten.Add(record.Group);
        }
    }
}
