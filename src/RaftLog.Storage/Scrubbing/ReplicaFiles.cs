namespace RaftLog.Storage;

/// <summary>Checks the small files beside the segments of an open replica.</summary>
public static class ReplicaFiles
{
    /// <summary>
    /// What is wrong with them. A file that is just being written may look wrong: believe only what a second look, some time later, finds again.
    /// </summary>
    /// <param name="fileSystem">The disk.</param>
    /// <param name="directory">The replica's directory.</param>
    public static IReadOnlyList<ReplicaFileProblem> Check(IFileSystem fileSystem, string directory)
    {
        ArgumentNullException.ThrowIfNull(fileSystem);
        var problems = new List<ReplicaFileProblem>();
        foreach (string name in fileSystem.EnumerateFiles(directory))
        {
            if (KindOf(name) is { } kind && Probe(fileSystem, Path.Combine(directory, name)) is { } what)
            {
                problems.Add(new ReplicaFileProblem(kind, Path.Combine(directory, name), what));
            }
        }

        return problems;
    }

    // Null for segments and their indexes, which are read as such, and for what is of no use before the next start.
    private static ReplicaFileKind? KindOf(string name) =>
        name == ReplicaManifest.FileName ? ReplicaFileKind.Manifest
        : name == LogCheckpointFile.Name ? ReplicaFileKind.Checkpoint
        : name.EndsWith(ProducerSnapshots.Suffix, StringComparison.Ordinal) ? ReplicaFileKind.ProducerState
        : null;

    private static string? Probe(IFileSystem fileSystem, string path)
    {
        try
        {
            return CheckedFile.Probe(fileSystem, path);
        }
        catch (FileNotFoundException)
        {
            // Replaced or removed by the writer.
            return null;
        }
    }
}
