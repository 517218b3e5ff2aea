using RaftLog.Simulator.Faults.Disk;
using RaftLog.Storage;

namespace RaftLog.Simulator.Checks.Durability;

/// <summary>Looks for damage where recovery has to find it: in the last segment of each log, from the last signpost of its index on.</summary>
internal static class UnsoundFrames
{
    private const int WindowBytes = 64 * 1024;

    /// <summary>The first such frame of each log below a directory. Damage before the signpost is left to whoever reads there.</summary>
    public static IReadOnlyList<UnsoundFrame> Find(InMemoryFileSystem files, string directory)
    {
        var found = new List<UnsoundFrame>();
        var logs = DiskSurgery.LogFiles(files).Where(path => SegmentName.TryParse(Path.GetFileName(path), out _, out _)
            && path.StartsWith(directory, StringComparison.Ordinal)
            && path.EndsWith(SegmentName.LogSuffix, StringComparison.Ordinal));
        foreach (var log in logs.GroupBy(path => Path.GetDirectoryName(path), StringComparer.Ordinal))
        {
            if (FindIn(files, log.Max(StringComparer.Ordinal)!) is { } frame)
            {
                found.Add(frame);
            }
        }

        return found;
    }

    private static UnsoundFrame? FindIn(InMemoryFileSystem files, string path)
    {
        if (!SegmentName.TryParse(Path.GetFileName(path), out var firstIndex, out var firstOffset))
        {
            return null;
        }

        using var indexFile = new SegmentIndexFile(files, SegmentName.IndexPathOf(path), firstIndex, firstOffset);
        var records = indexFile.Load()?.Records ?? [];
        var from = records.LastOrDefault(
            record => record.Kind == IndexRecordKind.Position,
            new IndexRecord(IndexRecordKind.Position, firstIndex, firstOffset, 0, SegmentHeader.Size));

        using var file = files.Open(path, FileOpenMode.Read);
        using var walker = new SegmentWalker(file, from.Position, file.Length, new FrameSequence(from.Index, from.Offset), WindowBytes);
        while (walker.MoveNext())
        {
            if (walker.CheckFrame() != FrameProblem.None)
            {
                return new UnsoundFrame(path, walker.Position, walker.LoadFrame().ToArray());
            }
        }

        return null;
    }
}
