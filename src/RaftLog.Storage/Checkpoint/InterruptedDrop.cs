using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>
/// Ends the drop of a prefix that a crash interrupted: the checkpoint was written, and some of the segments below it are still there.
/// </summary>
internal static class InterruptedDrop
{
    /// <summary>Removes the segments below the checkpoint. The kept one must be there first, or nothing is touched.</summary>
    /// <exception cref="LogCorruptException">The segment that the checkpoint says the log begins with is missing.</exception>
    public static void Finish(IFileSystem fileSystem, string directory, LogCheckpoint checkpoint)
    {
        List<string> below = [];
        bool isFirstThere = false;
        foreach (string name in fileSystem.EnumerateFiles(directory))
        {
            if (SegmentName.TryParse(name, out LogIndex firstIndex, out _))
            {
                isFirstThere |= firstIndex == checkpoint.FirstIndex;
                if (firstIndex < checkpoint.FirstIndex)
                {
                    below.Add(Path.Combine(directory, name));
                }
            }
        }

        if (!isFirstThere)
        {
            throw new LogCorruptException(
                Path.Combine(directory, SegmentName.Of(checkpoint.FirstIndex, checkpoint.FirstOffset)), 0, "the segment that the log begins with is missing.");
        }

        Delete(fileSystem, directory, below);
    }

    /// <summary>Removes segments that the durable checkpoint says are dropped; their order does not matter any more, so one flush serves them all.</summary>
    public static void Delete(IFileSystem fileSystem, string directory, IReadOnlyCollection<string> paths)
    {
        if (paths.Count == 0)
        {
            return;
        }

        // The checkpoint was found, but may not be durable under its name yet.
        fileSystem.FlushDirectory(directory);
        foreach (string path in paths)
        {
            fileSystem.DeleteFile(path);
        }

        fileSystem.FlushDirectory(directory);
        foreach (string path in paths)
        {
            // Behind the flush: an index without its segment is removed by the next open, whatever of this survives.
            fileSystem.DeleteFile(SegmentName.IndexPathOf(path));
        }
    }
}
