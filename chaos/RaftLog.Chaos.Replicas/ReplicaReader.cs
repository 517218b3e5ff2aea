using RaftLog.Chaos.History;
using RaftLog.Model;
using RaftLog.Storage;

namespace RaftLog.Chaos.Replicas;

/// <summary>Goes through the segments of one replica and writes the names of its records down, a line for each batch.</summary>
internal sealed class ReplicaReader(IFileSystem disk, ReplicaDirectory replica, HistoryWriter history)
{
    private const string SegmentSuffix = ".log";

    private readonly List<string> _problems = [];
    private readonly List<string> _names = [];
    private long? _start;
    private long _end;

    /// <summary>Reads it, and says in words what is damaged.</summary>
    /// <exception cref="IOException">A file cannot be read at all.</exception>
    public IReadOnlyList<string> ReadAll()
    {
        // The names of segments sort as the log does.
        string[] segments =
        [
            .. disk.EnumerateFiles(replica.Path).Where(name => name.EndsWith(SegmentSuffix, StringComparison.Ordinal)).Order(StringComparer.Ordinal),
        ];
        foreach (string segment in segments)
        {
            ReadSegment(Path.Combine(replica.Path, segment));
        }

        history.Write(new PartitionBounds(UnixClock.NowUs, replica.Manifest.Partition, _start ?? _end, _end));
        return _problems;
    }

    private void ReadSegment(string path)
    {
        foreach (DumpedFrame frame in SegmentDump.Read(disk, path))
        {
            if (frame.Problem is not null)
            {
                // What is behind a damaged frame is compared still; the records that are missing show as a hole.
                _problems.Add($"{path} at {frame.Position}: {frame.Problem}.");
            }
            else if (frame.Batch is { } batch)
            {
                Write(batch, frame.Payload);
            }
        }
    }

    private void Write(RecordBatchHeader batch, ReadOnlyMemory<byte> payload)
    {
        _names.Clear();
        using var records = RecordReader.Open(payload);
        while (records.TryRead(out Record record))
        {
            bool isWhole = RecordFormat.TryDecode((record.Value ?? default).Span, out string name, out _);
            _names.Add(isWhole ? name : RecordFormat.Damaged);
        }

        _start ??= batch.BaseOffset.Value;
        _end = batch.BaseOffset.Value + _names.Count;
        history.Write(new RecordsRead(UnixClock.NowUs, replica.Manifest.Partition, batch.BaseOffset.Value, _names));
    }
}
