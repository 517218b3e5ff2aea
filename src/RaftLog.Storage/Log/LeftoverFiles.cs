namespace RaftLog.Storage;

/// <summary>
/// Segment files that the log does not consist of any more and that are still on the disk: replaced by a cleaned one, or dropped behind a
/// checkpoint. Removing a large file takes the disk a while, so it is not the log's writer who does it. What a crash leaves of them goes when the
/// log is opened.
/// </summary>
internal sealed class LeftoverFiles
{
    // A disk may take a millisecond to free as much, and whoever flushes meanwhile waits for it: the file system's journal is one for all.
    private const long BytesFreedAtOnce = 1024 * 1024;

    // Guards the field below it; held for moments only.
    private readonly Lock _gate = new();
    private List<LogSegment> _waiting = [];

    // Held while a file is removed; guards the field below it.
    private readonly Lock _removing = new();
    private List<LogSegment> _batch = [];

    /// <summary>The segments' files, and their indexes, are to be removed.</summary>
    public void Add(IEnumerable<LogSegment> segments)
    {
        lock (_gate)
        {
            _waiting.AddRange(segments);
        }
    }

    /// <summary>
    /// Somebody else sees to what is in the directory. When this returns none of the files is removed any more: from now on others may have their names.
    /// </summary>
    public void Forget()
    {
        lock (_gate)
        {
            _waiting = [];
        }

        lock (_removing)
        {
            _batch = [];
        }
    }

    /// <summary>Removes what was added before the call. Any thread, one at a time.</summary>
    public void Remove(IFileSystem fileSystem, string directory)
    {
        lock (_removing)
        {
            lock (_gate)
            {
                _batch = _waiting;
                _waiting = [];
            }

            if (_batch.Count == 0)
            {
                return;
            }
        }

        // First the names of the segments that replace these must be durable.
        fileSystem.FlushDirectory(directory);
        while (TryTake(fileSystem, out IFile? nameless))
        {
            if (nameless is not null)
            {
                Free(nameless);
            }
        }
    }

    // Takes the names of the next segment from the disk; its file is handed out when nobody reads it any more.
    private bool TryTake(IFileSystem fileSystem, out IFile? nameless)
    {
        nameless = null;
        lock (_removing)
        {
            if (_batch.Count == 0)
            {
                return false;
            }

            LogSegment segment = _batch[^1];
            _batch.RemoveAt(_batch.Count - 1);
            IFile? file = segment.File.IsForgotten ? fileSystem.Open(segment.Path, FileOpenMode.ReadWrite) : null;
            try
            {
                fileSystem.DeleteFile(segment.Path);
                fileSystem.DeleteFile(SegmentName.IndexPathOf(segment.Path));
                (nameless, file) = (file, null);
            }
            finally
            {
                file?.Dispose();
            }

            return true;
        }
    }

    // What a crash leaves of a file without a name, the system frees by itself.
    private static void Free(IFile file)
    {
        using (file)
        {
            for (long length = file.Length - BytesFreedAtOnce; length > 0; length -= BytesFreedAtOnce)
            {
                file.SetLength(length);
            }
        }
    }
}
