namespace RaftLog.Storage;

/// <summary>The names in a directory, now and as of its last flush. Guarded by the gate of the file system.</summary>
internal sealed class InMemoryDirectory
{
    private Dictionary<string, object> _durable = new(StringComparer.Ordinal);

    /// <summary>Name to <see cref="InMemoryContent"/> or <see cref="InMemoryDirectory"/>.</summary>
    public Dictionary<string, object> Names { get; private set; } = new(StringComparer.Ordinal);

    public void Flush() => _durable = new Dictionary<string, object>(Names, StringComparer.Ordinal);

    public void LosePower(Random? tearing)
    {
        Dictionary<string, object> survivors = _durable;
        if (tearing is not null)
        {
            survivors = [];
            foreach (string name in Names.Keys.Union(_durable.Keys).Order(StringComparer.Ordinal))
            {
                if ((tearing.Next(2) == 0 ? Names : _durable).TryGetValue(name, out object? entry))
                {
                    survivors[name] = entry;
                }
            }
        }

        Names = new Dictionary<string, object>(survivors, StringComparer.Ordinal);
        Flush();
        foreach ((_, object entry) in Names.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            (entry as InMemoryDirectory)?.LosePower(tearing);
            (entry as InMemoryContent)?.LosePower(tearing);
        }
    }

    public void Free()
    {
        foreach (object entry in Names.Values)
        {
            (entry as InMemoryDirectory)?.Free();
            (entry as InMemoryContent)?.Free();
        }
    }
}
