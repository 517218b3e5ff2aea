using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>Takes damaged segments out of a log that is shortened by snapshots, and keeps their files beside it as <c>{name}.damaged-{n}</c>.</summary>
public static class DamagedSegments
{
    /// <summary>
    /// Lets a closed log begin behind a damaged segment, if a snapshot stands for everything up to there. A crash on the way leaves a log that begins
    /// somewhere before.
    /// </summary>
    /// <param name="fileSystem">The disk.</param>
    /// <param name="directory">The directory of the log.</param>
    /// <param name="damaged">The path of the damaged segment.</param>
    /// <param name="covered">The last entry that the snapshot contains.</param>
    /// <returns>Where the damaged file is now; null, and nothing is done, when the snapshot does not reach that far.</returns>
    public static string? TryTakeOut(IFileSystem fileSystem, string directory, string damaged, LogIndex covered)
    {
        ArgumentNullException.ThrowIfNull(fileSystem);
        IReadOnlyList<string> segments = LogVerifier.SegmentsIn(fileSystem, directory);
        int position = segments.TakeWhile(segment => segment != damaged).Count();

        // Where a segment ends, the name of the next one says; nothing else can be believed.
        if (position >= segments.Count - 1
            || !SegmentName.TryParse(Path.GetFileName(segments[position + 1]), out LogIndex next, out _, out _)
            || next > covered.Next())
        {
            return null;
        }

        foreach (string before in segments.Take(position))
        {
            LogRecovery.Delete(fileSystem, before);
        }

        return PutAside(fileSystem, damaged);
    }

    /// <summary>Gives a segment file a name under which it is not part of the log; its index goes.</summary>
    internal static string PutAside(IFileSystem fileSystem, string path)
    {
        string directory = Path.GetDirectoryName(path)!;
        string aside = DataDirectoryLayout.FreeNameAside(fileSystem, path);
        fileSystem.Rename(path, aside);
        fileSystem.FlushDirectory(directory);
        fileSystem.DeleteFile(SegmentName.IndexPathOf(path));
        fileSystem.FlushDirectory(directory);
        return aside;
    }
}
