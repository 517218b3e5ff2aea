using System.Globalization;
using System.Text;
using RaftLog.Model;
using RaftLog.Storage;

namespace RaftLog.Chaos.Replicas;

/// <summary>Reads the replicas of a compacted topic off the disk of a stopped broker, frame by frame. The files are only read.</summary>
public sealed class ReplicaUpdatesReader
{
    private const string SegmentSuffix = ".log";
    private const string TemporarySuffix = ".tmp";
    private const string QuarantineInfix = ".damaged-";

    private readonly PhysicalFileSystem _disk = new();
    private readonly Dictionary<string, byte[]?> _last = new(StringComparer.Ordinal);
    private readonly List<string> _problems = [];
    private long _records;
    private long _bytes;

    private ReplicaUpdatesReader()
    {
    }

    /// <summary>Reads what a broker has.</summary>
    /// <param name="broker">Its number.</param>
    /// <param name="dataDirectory">Where it has its data. It must not run.</param>
    /// <param name="topic">The topic.</param>
    /// <exception cref="IOException">A file cannot be read at all.</exception>
    public static ReplicaUpdates Read(int broker, string dataDirectory, string topic)
    {
        var reader = new ReplicaUpdatesReader();
        reader.FindStrays(dataDirectory);
        foreach (ReplicaDirectory replica in DataDirectory.ListReplicas(reader._disk, dataDirectory).Where(one => one.Manifest.TopicName == topic))
        {
            reader.ReadPartition(replica);
        }

        return new ReplicaUpdates(broker, reader._last, reader._records, reader._bytes, reader._problems);
    }

    // What an interrupted compaction leaves is removed when the broker starts again; a replica that was put aside has been damaged.
    private void FindStrays(string dataDirectory)
    {
        foreach (string path in Directory.EnumerateFileSystemEntries(dataDirectory, "*", SearchOption.AllDirectories))
        {
            if (path.EndsWith(TemporarySuffix, StringComparison.Ordinal) || Path.GetFileName(path).Contains(QuarantineInfix, StringComparison.Ordinal))
            {
                _problems.Add($"{path} is left over.");
            }
        }
    }

    private void ReadPartition(ReplicaDirectory replica)
    {
        _bytes += Directory.EnumerateFiles(replica.Path, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length);

        // The names of segments sort as the log does. One that another stands for would bring its offsets a second time.
        long end = 0;
        foreach (string segment in _disk.EnumerateFiles(replica.Path).Where(name => name.EndsWith(SegmentSuffix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            string path = Path.Combine(replica.Path, segment);
            foreach (DumpedFrame frame in SegmentDump.Read(_disk, path))
            {
                if (frame.Problem is not null)
                {
                    _problems.Add(string.Create(CultureInfo.InvariantCulture, $"{path} at {frame.Position}: {frame.Problem}."));
                }
                else if (frame.Batch is { } batch)
                {
                    if (batch.BaseOffset.Value < end)
                    {
                        _problems.Add(string.Create(CultureInfo.InvariantCulture, $"{path} at {frame.Position}: offset {batch.BaseOffset.Value} again, {end} was next."));
                    }

                    end = batch.NextOffset.Value;
                    ReadBatch(frame.Payload);
                }
            }
        }
    }

    private void ReadBatch(ReadOnlyMemory<byte> batch)
    {
        using var records = RecordReader.Open(batch);
        while (records.TryRead(out Record record))
        {
            _records++;
            _last[Encoding.UTF8.GetString((record.Key ?? default).Span)] = record.Value?.ToArray();
        }
    }
}
