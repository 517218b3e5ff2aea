namespace RaftLog.Storage;

/// <summary>Writes the index file of a sealed segment anew, from its frames.</summary>
internal static class SegmentIndexRebuild
{
    private const string TemporarySuffix = ".tmp";
    private const int WindowBytes = 1024 * 1024;

    /// <summary>Replaces the index file durably; false when the segment is gone or cannot be read to its end, and nothing was changed.</summary>
    public static bool Run(IFileSystem fileSystem, LogSegment segment, int indexIntervalBytes)
    {
        if (segment.File.TryLease() is not { } lease)
        {
            return false;
        }

        using (lease)
        {
            LogSegment found = segment.Unread(fileSystem, indexIntervalBytes);
            using var walker = new SegmentWalker(
                lease.File, SegmentHeader.Size, segment.AppendPosition, new FrameSequence(segment.FirstIndex, segment.FirstOffset), WindowBytes);
            while (walker.MoveNext())
            {
                found.Note(walker.Current, walker.LoadFrame().Span);
            }

            if (found.Seal != segment.Seal)
            {
                return false;
            }

            string path = segment.IndexFile.FilePath;
            using (var file = new SegmentIndexFile(fileSystem, path + TemporarySuffix, segment.FirstIndex, segment.FirstOffset))
            {
                foreach (IndexRecord record in found.IndexFile.TakeWaiting())
                {
                    file.Add(record);
                }

                file.Seal(found.Seal);
            }

            fileSystem.Rename(path + TemporarySuffix, path);
            fileSystem.FlushDirectory(Path.GetDirectoryName(path)!);
        }

        segment.ForgetIndex();
        return true;
    }
}
