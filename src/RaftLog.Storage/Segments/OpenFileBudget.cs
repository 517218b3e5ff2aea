using System.Diagnostics.CodeAnalysis;

namespace RaftLog.Storage;

/// <summary>
/// How many segment files the logs of a broker keep open between two uses. A file that is opened may close one that was not used since it came up
/// last (second chance), so that a broker with many segments does not run out of handles. Those that are leased or written to stay open
/// whatever the limit. Thread-safe; costs nothing while files are only used.
/// </summary>
internal sealed class OpenFileBudget(int limit)
{
    private readonly Lock _gate = new();

    // In the order in which they were opened or given a second chance. Guarded by _gate.
    private readonly Queue<SegmentFile> _open = new();

    /// <summary>The number of files that are open, or were retired since it was last looked.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _open.Count;
            }
        }
    }

    /// <summary>A file was opened. Called without the file's own lock, because others are closed here.</summary>
    public void NoteOpened(SegmentFile file)
    {
        lock (_gate)
        {
            _open.Enqueue(file);
        }

        Trim();
    }

    /// <summary>Closes what is too much, if it can be. Called as <see cref="NoteOpened"/>, also when a file may be closed that could not be before.</summary>
    public void Trim()
    {
        int looks;
        lock (_gate)
        {
            looks = _open.Count > limit ? _open.Count : 0;
        }

        // Twice round at most: the first look takes the mark of use away.
        for (int i = 0; i < 2 * looks && TryTakeOldest(out SegmentFile? oldest); i++)
        {
            if (!oldest.TryClose())
            {
                lock (_gate)
                {
                    _open.Enqueue(oldest);
                }
            }
        }
    }

    private bool TryTakeOldest([NotNullWhen(true)] out SegmentFile? oldest)
    {
        lock (_gate)
        {
            oldest = _open.Count > limit ? _open.Dequeue() : null;
            return oldest is not null;
        }
    }
}
