namespace RaftLog.Chaos.Broker;

/// <summary>The names in a directory, now and as of its last flush. Guarded by the gate of the file system.</summary>
internal sealed class LosingDirectory(string unnamedFolder, LosingDirectory? realParent, string realName) : LosingEntry(unnamedFolder, realParent, realName)
{
    private readonly string _unnamedFolder = unnamedFolder;
    private int _unnamed;

    /// <summary>What the broker sees.</summary>
    public Dictionary<string, LosingEntry> Names { get; } = new(StringComparer.Ordinal);

    /// <summary>What a power cut leaves.</summary>
    public Dictionary<string, LosingEntry> Durable { get; } = new(StringComparer.Ordinal);

    /// <summary>Reads what is on the real disk.</summary>
    public void Load()
    {
        foreach (string path in Directory.GetDirectories(RealPath).Where(p => p != _unnamedFolder))
        {
            var directory = new LosingDirectory(_unnamedFolder, this, Path.GetFileName(path));
            Add(Path.GetFileName(path), directory);
            directory.Load();
        }

        foreach (string path in Directory.GetFiles(RealPath))
        {
            Add(Path.GetFileName(path), new LosingContent(_unnamedFolder, this, Path.GetFileName(path)));
        }

        void Add(string name, LosingEntry entry)
        {
            entry.Parent = this;
            Names[name] = entry;
            Durable[name] = entry;
        }
    }

    /// <summary>Makes the names on the real disk those that the broker sees.</summary>
    public void Flush()
    {
        // A rename over a dead file is one step on the real disk too, so a kill between two steps never shows neither old nor new.
        while (Changed().FirstOrDefault(c => IsFree(c.Name, c.Entry)) is { Entry: not null } next)
        {
            Take(next.Name, next.Entry);
        }

        foreach ((string name, LosingEntry old) in Durable.Where(d => !Names.TryGetValue(d.Key, out LosingEntry? now) || now != d.Value).ToArray())
        {
            if (old.Parent is null)
            {
                Durable.Remove(name);
                old.DeleteReal();
            }
            else
            {
                old.MoveToUnnamed(FormattableString.Invariant($"moved-{name}-{++_unnamed}"));
            }
        }

        foreach ((string name, LosingEntry entry) in Changed().ToArray())
        {
            Take(name, entry);
        }
    }

    /// <inheritdoc/>
    public override void DeleteReal()
    {
        foreach (LosingContent content in Names.Values.Concat(Durable.Values).OfType<LosingContent>().Distinct())
        {
            content.Close();
        }

        Directory.Delete(RealPath, recursive: true);
    }

    private IEnumerable<(string Name, LosingEntry Entry)> Changed() =>
        Names.Where(n => !Durable.TryGetValue(n.Key, out LosingEntry? durable) || durable != n.Value).Select(n => (n.Key, n.Value));

    private bool IsFree(string name, LosingEntry entry) =>
        !Durable.TryGetValue(name, out LosingEntry? occupant) || (occupant.Parent is null && occupant is LosingContent && entry is LosingContent);

    private void Take(string name, LosingEntry entry)
    {
        Durable.TryGetValue(name, out LosingEntry? replaced);
        entry.MoveTo(this, name);
        (replaced as LosingContent)?.Close();
    }
}
