namespace RaftLog.Chaos.Broker;

/// <summary>
/// A file or a directory. It always has a place on the real disk: where the last flush of its directory put it, or, before there was one,
/// in the folder of those without a durable name, which the next start throws away. Guarded by the gate of the file system.
/// </summary>
internal abstract class LosingEntry(string unnamedFolder, LosingDirectory? realParent, string realName)
{
    /// <summary>The directory that holds it for the programs that look now; null once it was deleted.</summary>
    public LosingDirectory? Parent { get; set; }

    /// <summary>The directory that durably holds it; null when none does.</summary>
    public LosingDirectory? RealParent { get; private set; } = realParent;

    /// <summary>Where it is on the real disk.</summary>
    public string RealPath => Path.Combine(RealParent?.RealPath ?? unnamedFolder, RealName);

    private string RealName { get; set; } = realName;

    /// <summary>Puts it durably into a directory, in place of the file that has its name there, in one step.</summary>
    public void MoveTo(LosingDirectory directory, string name) => Move(directory, name);

    /// <summary>Takes its durable name away.</summary>
    public void MoveToUnnamed(string uniqueName) => Move(null, uniqueName);

    /// <summary>Removes it from the real disk.</summary>
    public abstract void DeleteReal();

    private void Move(LosingDirectory? directory, string name)
    {
        string from = RealPath;
        RealParent?.Durable.Remove(RealName);
        RealParent = directory;
        RealName = name;
        if (this is LosingDirectory)
        {
            Directory.Move(from, RealPath);
        }
        else
        {
            File.Move(from, RealPath, overwrite: true);
        }

        if (directory is not null)
        {
            directory.Durable[name] = this;
        }
    }
}
