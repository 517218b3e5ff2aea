namespace RaftLog.Cluster.Tests;

/// <summary>A kind of file that a broker keeps, and where one of it is.</summary>
/// <param name="Kind">What it is called in test results.</param>
/// <param name="Topic">The topic whose replica has it; null when it belongs to the broker.</param>
/// <param name="Pattern">Its name.</param>
internal sealed record BrokerFile(string Kind, string? Topic, string Pattern)
{
    public static readonly BrokerFile Segment = new("segment", "segments", "*.log") { CostsReplica = true };
    public static readonly BrokerFile CleanedSegment = new("cleaned segment", FlippedBitScenario.Compacted, "*-*-*-*.log") { CostsReplica = true };
    public static readonly BrokerFile Index = new("index", "indexes", "*.index");
    public static readonly BrokerFile Manifest = new("manifest", "manifests", "manifest");
    public static readonly BrokerFile ProducerSnapshot = new("producer snapshot", "indexes", "*.producers") { IsNewest = true };
    public static readonly BrokerFile LogCheckpoint = new("log checkpoint", FlippedBitScenario.Shortened, "log-checkpoint") { CostsReplica = true };
    public static readonly BrokerFile CleanStop = new("clean stop", "indexes", "clean-stop") { IsOfStoppedBroker = true };
    public static readonly BrokerFile Run = new("run", null, "run") { IsOfStoppedBroker = true };
    public static readonly BrokerFile HardState = new("hard state", null, "hard-state");
    public static readonly BrokerFile Identity = new("identity", null, "meta");
    public static readonly BrokerFile MetadataSnapshot = new("metadata snapshot", null, "metadata/snapshots/*.snapshot") { IsNewest = true };
    public static readonly BrokerFile OlderMetadataSnapshot = new("older metadata snapshot", null, "metadata/snapshots/*.snapshot") { HasNewer = true };
    public static readonly BrokerFile MetadataSegment = new("metadata segment", null, "metadata/log/*.log") { HasNewer = true };
    public static readonly BrokerFile LastMetadataSegment = new("last metadata segment", null, "metadata/log/*.log") { IsNewest = true, IsOfStoppedBroker = true };

    public static readonly BrokerFile[] All =
    [
        Segment, CleanedSegment, Index, Manifest, ProducerSnapshot, LogCheckpoint, CleanStop, Run, HardState, Identity, MetadataSnapshot, OlderMetadataSnapshot,
        MetadataSegment, LastMetadataSegment,
    ];

    /// <summary>Those of the metadata group, which stand in for each other.</summary>
    public static readonly BrokerFile[] OfMetadata = [MetadataSnapshot, OlderMetadataSnapshot, MetadataSegment, LastMetadataSegment];

    /// <summary>Whether damage in it is damage of the whole replica, which is put aside and rebuilt.</summary>
    public bool CostsReplica { get; init; }

    /// <summary>Whether only the next start looks at it.</summary>
    public bool IsOfStoppedBroker { get; init; }

    /// <summary>Whether the newest file of it is meant; else the first one is.</summary>
    public bool IsNewest { get; init; }

    /// <summary>Whether only a file is meant that is not the newest.</summary>
    public bool HasNewer { get; init; }

    /// <summary>The file that is meant, sealed if it is the first one of a replica's segments; null when there is none.</summary>
    public string? Find(string dataDirectory)
    {
        string? directory = Topic is null ? Path.Combine(dataDirectory, Path.GetDirectoryName(Pattern)!) : ReplicaOf(dataDirectory, Topic);
        if (directory is null || !Directory.Exists(directory))
        {
            return null;
        }

        string[] found = [.. Directory.GetFiles(directory, Path.GetFileName(Pattern)).Order(StringComparer.Ordinal)];
        return IsNewest ? found.LastOrDefault() : found.SkipLast(HasNewer ? 1 : 0).FirstOrDefault();
    }

    /// <summary>Flips a bit in it, in the middle or in its last byte; once more, and it is as it was.</summary>
    public static void Flip(string path, bool atTail)
    {
        using var file = File.Open(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        file.Position = atTail ? file.Length - 1 : file.Length / 2;
        int value = file.ReadByte();
        file.Position--;
        file.WriteByte((byte)(value ^ 0x10));
    }

    private static string? ReplicaOf(string dataDirectory, string topic) =>
        Directory.GetDirectories(Path.Combine(dataDirectory, "replicas"))
            .Where(replica => !Path.GetFileName(replica).Contains('.', StringComparison.Ordinal))
            .FirstOrDefault(replica => File.ReadAllText(Path.Combine(replica, "manifest")).Contains(topic, StringComparison.Ordinal));
}
