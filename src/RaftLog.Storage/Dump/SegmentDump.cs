namespace RaftLog.Storage;

/// <summary>Shows what a segment file holds, for people. Knows nothing of a running broker; the file is only read.</summary>
public static class SegmentDump
{
    /// <summary>
    /// Reads a segment file from its beginning. It goes on behind a frame whose payload is damaged and ends at a place where no frame header
    /// can be read; both are told in <see cref="DumpedFrame.Problem"/>.
    /// </summary>
    /// <exception cref="LogCorruptException">The file has no valid segment header.</exception>
    public static IEnumerable<DumpedFrame> Read(IFileSystem fileSystem, string path) => throw new NotImplementedException();
}
