namespace RaftLog.Chaos;

/// <summary>Where the files of each kind are in a broker's data directory.</summary>
internal static class FlippedFiles
{
    /// <summary>A file of a kind that the broker uses; null when there is none.</summary>
    public static string? Find(FlippedFile kind, string dataDirectory)
    {
        string[] found = kind switch
        {
            FlippedFile.Run => Broker(dataDirectory, "run"),
            FlippedFile.HardState => Broker(dataDirectory, "hard-state"),
            FlippedFile.Identity => Broker(dataDirectory, "meta"),
            FlippedFile.MetadataSnapshot => [.. Broker(Path.Combine(dataDirectory, "metadata", "snapshots"), "*.snapshot").Reverse()],
            FlippedFile.CleanedSegment => Replicas(dataDirectory, "*-*-*-*.log"),
            FlippedFile.Segment => Sealed(dataDirectory),
            FlippedFile.Index => [.. Sealed(dataDirectory).Select(segment => Path.ChangeExtension(segment, ".index")).Where(File.Exists)],
            FlippedFile.Manifest => Replicas(dataDirectory, "manifest"),
            FlippedFile.ProducerSnapshot => [.. Replicas(dataDirectory, "*.producers").Reverse()],
            FlippedFile.LogCheckpoint => Replicas(dataDirectory, "log-checkpoint"),
            FlippedFile.CleanStop => Replicas(dataDirectory, "clean-stop"),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
        };
        return found.FirstOrDefault();
    }

    /// <summary>Whether a broker must not start without it, and is given an empty directory in its place.</summary>
    public static bool StopsTheStart(FlippedFile kind) => kind is FlippedFile.HardState or FlippedFile.Identity;

    /// <summary>Whether the whole replica is put aside for it, and rebuilt from the others.</summary>
    public static bool PutsReplicaAside(FlippedFile kind) => kind is FlippedFile.Segment or FlippedFile.CleanedSegment or FlippedFile.LogCheckpoint;

    private static string[] Broker(string directory, string pattern) => Directory.Exists(directory) ? Ordered(directory, pattern) : [];

    // What a broker has put aside already it never reads again.
    private static string[] Replicas(string dataDirectory, string pattern) =>
        [.. ReplicaDirectories(dataDirectory).SelectMany(replica => Ordered(replica, pattern))];

    // The last one: the first may just be on its way out, for its records were deleted.
    private static string[] Sealed(string dataDirectory) =>
        [.. ReplicaDirectories(dataDirectory).SelectMany(replica => Ordered(replica, "*.log").SkipLast(1).TakeLast(1))];

    private static IEnumerable<string> ReplicaDirectories(string dataDirectory) =>
        Directory.GetDirectories(Path.Combine(dataDirectory, "replicas"))
            .Where(replica => !Path.GetFileName(replica).Contains('.', StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

    private static string[] Ordered(string directory, string pattern) => [.. Directory.GetFiles(directory, pattern).Order(StringComparer.Ordinal)];
}
