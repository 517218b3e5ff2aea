using RaftLog.Model;

namespace RaftLog.Consensus;

/// <summary>The configurations in a log, so that a truncated one gives way to the one before it (thesis §4.1).</summary>
internal sealed class ConfigurationHistory
{
    // Ascending in index, never empty; the first is the one in force before the log starts.
    private readonly List<ConfigurationEntry> _entries = [];

    public ConfigurationHistory(IReadOnlyList<ConfigurationEntry> entries)
    {
        foreach (var entry in entries)
        {
            Invariant.Require(_entries.Count == 0 || entry.Index > _entries[^1].Index);
            _entries.Add(entry);
        }

        if (_entries.Count == 0)
        {
            _entries.Add(new ConfigurationEntry(LogIndex.Zero, GroupConfiguration.Empty));
        }
    }

    /// <summary>The configuration in force.</summary>
    public GroupConfiguration Active => _entries[^1].Configuration;

    /// <summary>The index of the entry that brought it.</summary>
    public LogIndex ActiveIndex => _entries[^1].Index;

    /// <summary>The configuration in force at <paramref name="index"/>; the oldest one known for what is before the log.</summary>
    public GroupConfiguration At(LogIndex index)
    {
        int i = _entries.Count - 1;
        while (i > 0 && _entries[i].Index > index)
        {
            i--;
        }

        return _entries[i].Configuration;
    }

    /// <summary>Whether the replica has a vote in the configuration in force at <paramref name="index"/> or in a later one.</summary>
    public bool IsVoterSince(LogIndex index, ReplicaId replica)
    {
        for (int i = _entries.Count - 1; i >= 0; i--)
        {
            if (_entries[i].Configuration.IsVoter(replica))
            {
                return true;
            }

            if (_entries[i].Index <= index)
            {
                break;
            }
        }

        return false;
    }

    public void Append(LogIndex index, GroupConfiguration configuration)
    {
        Invariant.Require(index > ActiveIndex);
        _entries.Add(new ConfigurationEntry(index, configuration));
    }

    /// <summary>Drops the configurations of truncated entries; true when the one in force is another now.</summary>
    public bool TruncateFrom(LogIndex index)
    {
        int kept = _entries.Count;
        while (kept > 1 && _entries[kept - 1].Index >= index)
        {
            kept--;
        }

        bool changed = kept < _entries.Count;
        _entries.RemoveRange(kept, _entries.Count - kept);
        return changed;
    }

    /// <summary>Forgets what no entry from <paramref name="firstIndex"/> on can be rolled back to.</summary>
    public void Compact(LogIndex firstIndex)
    {
        while (_entries.Count > 1 && _entries[1].Index < firstIndex)
        {
            _entries.RemoveAt(0);
        }
    }
}
