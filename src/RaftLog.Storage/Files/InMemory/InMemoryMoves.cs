namespace RaftLog.Storage;

/// <summary>
/// The renames whose new name is not durable yet. Where a power loss decides name by name what has survived, a file that was being moved would get
/// lost between its two names; no journaling file system does that. Guarded by the gate of the file system.
/// </summary>
internal sealed class InMemoryMoves
{
    // What was moved, with all names that it has had since one was durable; the last is the present one.
    private readonly Dictionary<object, List<(InMemoryDirectory Directory, string Name)>> _moves = new(ReferenceEqualityComparer.Instance);

    public void Moved(object moved, (InMemoryDirectory Directory, string Name) from, (InMemoryDirectory Directory, string Name) to)
    {
        if (to.Directory.Names.GetValueOrDefault(to.Name) is { } replaced)
        {
            _moves.Remove(replaced);
        }

        if (!_moves.TryGetValue(moved, out List<(InMemoryDirectory Directory, string Name)>? names))
        {
            names = [from];
            _moves.Add(moved, names);
        }

        names.Add(to);
    }

    public void Deleted(object deleted) => _moves.Remove(deleted);

    public void Flushed(InMemoryDirectory directory)
    {
        foreach ((object moved, List<(InMemoryDirectory Directory, string Name)> names) in _moves)
        {
            if (names[^1].Directory == directory)
            {
                _moves.Remove(moved);
            }
        }
    }

    /// <summary>After the names that survived were chosen: gives a file that was left without one its new name.</summary>
    public void LosePower(Random? tearing)
    {
        foreach ((object moved, List<(InMemoryDirectory Directory, string Name)> names) in _moves)
        {
            if (tearing is not null && !names.Exists(name => name.Directory.Names.GetValueOrDefault(name.Name) == moved))
            {
                names[^1].Directory.Names[names[^1].Name] = moved;
                names[^1].Directory.Flush();
                (moved as InMemoryContent)?.LosePower(tearing);
                (moved as InMemoryDirectory)?.LosePower(tearing);
            }
        }

        _moves.Clear();
    }
}
