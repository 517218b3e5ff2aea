namespace RaftLog.Storage;

/// <summary>
/// A cleaned segment that is written and flushed, but not part of the log yet: <see cref="PartitionLog.Install"/> puts it in the place of those it was
/// made from. What is not installed must be discarded.
/// </summary>
public sealed class CleanedSegment
{
    private readonly IFileSystem _fileSystem;

    internal CleanedSegment(IFileSystem fileSystem, LogSegment segment, IReadOnlyList<LogSegment> sources, string temporaryPath)
    {
        _fileSystem = fileSystem;
        Segment = segment;
        Sources = sources;
        TemporaryPath = temporaryPath;
        foreach (LogSegment source in sources)
        {
            BytesBefore += source.AppendPosition;
        }
    }

    /// <summary>The bytes of the segments that it replaces.</summary>
    public long BytesBefore { get; }

    /// <summary>The bytes of its own file.</summary>
    public long BytesAfter => Segment.AppendPosition;

    internal LogSegment Segment { get; }

    internal IReadOnlyList<LogSegment> Sources { get; }

    internal string TemporaryPath { get; }

    /// <summary>Removes its files; where that fails, opening the log does it.</summary>
    public void Discard()
    {
        Delete(_fileSystem, TemporaryPath);
        Delete(_fileSystem, SegmentName.IndexPathOf(Segment.Path));
    }

    internal static void Delete(IFileSystem fileSystem, string path)
    {
        try
        {
            fileSystem.DeleteFile(path);
        }
        catch (IOException)
        {
            // It is not part of the log, and whatever is wrong with the disk will show where it matters.
        }
    }
}
