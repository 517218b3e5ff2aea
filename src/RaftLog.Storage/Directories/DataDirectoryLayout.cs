namespace RaftLog.Storage;

/// <summary>The names in a data directory (drawn at <see cref="DataDirectory"/>), for it and for the tools that look at a stopped broker's.</summary>
public static class DataDirectoryLayout
{
    internal const string LockName = "lock";
    internal const string HardStateName = "hard-state";
    internal const string MetadataName = "metadata";
    internal const string ReplicasName = "replicas";
    internal const string PlacementsName = "placements";
    internal const string NewSuffix = ".new";
    internal const string DeletedSuffix = ".deleted";
    internal const string DamagedInfix = ".damaged-";

    /// <summary>Whether the directory is, or was, the data directory of a broker.</summary>
    public static bool IsDataDirectory(IFileSystem fileSystem, string path)
    {
        ArgumentNullException.ThrowIfNull(fileSystem);
        return fileSystem.DirectoryExists(Path.Combine(path, ReplicasName));
    }

    /// <summary>The data directory that a directory or a file in it belongs to; null when it is somewhere else.</summary>
    public static string? DataDirectoryOf(IFileSystem fileSystem, string path)
    {
        ArgumentNullException.ThrowIfNull(fileSystem);
        string? above = path;
        while (!string.IsNullOrEmpty(above) && !fileSystem.FileExists(Path.Combine(above, LockName)))
        {
            above = Path.GetDirectoryName(above);
        }

        return string.IsNullOrEmpty(above) ? null : above;
    }

    /// <summary>Keeps a broker from using the data directory as long as the result is held; null when one uses it now.</summary>
    public static IDisposable? TryLock(IFileSystem fileSystem, string dataDirectory)
    {
        ArgumentNullException.ThrowIfNull(fileSystem);
        return fileSystem.TryLock(Path.Combine(dataDirectory, LockName));
    }

    /// <summary>
    /// Two of the paths that are the same directory, or of which one lies in the other, so that they cannot both be log directories; null when there are
    /// none.
    /// </summary>
    public static (string First, string Second)? FindOverlap(IReadOnlyList<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        for (int i = 0; i < paths.Count; i++)
        {
            for (int j = i + 1; j < paths.Count; j++)
            {
                string first = WithSeparator(paths[i]);
                string second = WithSeparator(paths[j]);
                if (first.StartsWith(second, StringComparison.Ordinal) || second.StartsWith(first, StringComparison.Ordinal))
                {
                    return (paths[i], paths[j]);
                }
            }
        }

        return null;
    }

    /// <summary>Whether there are logs in a directory.</summary>
    internal static bool HoldsLogs(IFileSystem fileSystem, string path) =>
        fileSystem.DirectoryExists(Path.Combine(path, ReplicasName)) || fileSystem.DirectoryExists(Path.Combine(path, MetadataName));

    /// <summary>Whether a directory is that of a partition replica, put aside or not.</summary>
    internal static bool IsReplica(string directory) => Path.GetFileName(Path.GetDirectoryName(directory)) == ReplicasName;

    /// <summary>The name that a replica's directory has when it is in use.</summary>
    internal static string NameOfReplica(string directory)
    {
        string name = Path.GetFileName(directory);
        int aside = name.IndexOf(DamagedInfix, StringComparison.Ordinal);
        return aside < 0 ? name : name[..aside];
    }

    /// <summary>Whether a directory of that name is a replica: not one that is put aside, being deleted or not finished.</summary>
    internal static bool IsNameOfReplica(string name) => !name.Contains('.', StringComparison.Ordinal);

    /// <summary>The directories of the replicas in a data directory; those that were put aside only on request.</summary>
    internal static List<string> ReplicaDirectories(IFileSystem fileSystem, string dataDirectory, bool aside)
    {
        string replicas = Path.Combine(dataDirectory, ReplicasName);
        var found = new List<string>();
        foreach (string name in fileSystem.EnumerateDirectories(replicas))
        {
            if (aside ? name.Contains(DamagedInfix, StringComparison.Ordinal) : IsNameOfReplica(name))
            {
                found.Add(Path.Combine(replicas, name));
            }
        }

        return found;
    }

    /// <summary>A name under which files can be put aside.</summary>
    internal static string FreeNameAside(IFileSystem fileSystem, string path)
    {
        int number = 1;
        while (fileSystem.DirectoryExists($"{path}{DamagedInfix}{number}") || fileSystem.FileExists($"{path}{DamagedInfix}{number}"))
        {
            number++;
        }

        return $"{path}{DamagedInfix}{number}";
    }

    private static string WithSeparator(string path) =>
        Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)) + Path.DirectorySeparatorChar;
}
