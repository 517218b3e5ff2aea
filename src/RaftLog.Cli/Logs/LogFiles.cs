using System.CommandLine;
using RaftLog.Storage;

namespace RaftLog.Cli.Logs;

/// <summary>What a path on the command line stands for: a segment file, the directory of one log, or the data directory of a broker.</summary>
internal static class LogFiles
{
    public static readonly Option<string?> Topic = new("--topic") { Description = "In a data directory: the topic of the partition." };

    public static readonly Option<int> Partition = new("--partition") { Description = "In a data directory: the number of the partition." };

    private static readonly PhysicalFileSystem Disk = new();

    /// <summary>The absolute path of something that is there.</summary>
    public static string Existing(string path)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        return File.Exists(full) || Directory.Exists(full) ? full : throw new CliException($"There is no file or directory '{full}'.", CliExitCode.NotFound);
    }

    /// <summary>The segment files that a path stands for, in the order of the log.</summary>
    public static IReadOnlyList<string> Segments(string path, ParseResult parsed)
    {
        if (File.Exists(path))
        {
            return [path];
        }

        string directory = DataDirectoryLayout.IsDataDirectory(Disk, path) ? ReplicaIn(path, parsed) : path;
        var segments = LogVerifier.SegmentsIn(Disk, directory);
        return segments.Count > 0 ? segments : throw new CliException($"There are no segment files in '{directory}'.", CliExitCode.NotFound);
    }

    private static string ReplicaIn(string dataDirectory, ParseResult parsed)
    {
        var replicas = DataDirectory.ListReplicas(Disk, dataDirectory);
        if (parsed.GetValue(Topic) is not { } topic)
        {
            var names = replicas.Select(found => $"{found.Manifest.TopicName}-{found.Manifest.Partition}").Order(StringComparer.Ordinal);
            throw new CliException($"'{dataDirectory}' holds many logs; say --topic and --partition. There are: {string.Join(", ", names)}.", CliExitCode.Usage);
        }

        int partition = parsed.GetValue(Partition);
        return replicas.FirstOrDefault(found => found.Manifest.TopicName == topic && found.Manifest.Partition == partition)?.Path
            ?? throw new CliException($"There is no replica of {topic}-{partition} in '{dataDirectory}'.", CliExitCode.NotFound);
    }
}
