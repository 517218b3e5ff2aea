namespace RaftLog.Storage;

/// <summary>
/// The file of a segment, opened when it is first needed and closed when its segment was retired and the last reader has gone, or when
/// the budget of open files asks for it and nobody uses it. Thread-safe.
/// </summary>
internal sealed class SegmentFile(IFileSystem fileSystem, string path, OpenFileBudget? budget = null)
{
    private readonly Lock _gate = new();

    // The log holds one lease until it retires the segment.
    private int _leases = 1;
    private IFile? _file;
    private volatile bool _isPinned;
    private bool _wasUsed;

    public string Path => path;

    /// <summary>Whether something written to it may not be flushed yet, or its index not sealed.</summary>
    public bool IsPinned => _isPinned;

    /// <summary>Whether the segment was retired and its last reader has gone: nobody reads it any more, nor will anybody.</summary>
    public bool IsForgotten
    {
        get
        {
            lock (_gate)
            {
                return _leases == 0;
            }
        }
    }

    /// <summary>Takes a lease of the open file; null when the segment was retired.</summary>
    public Lease? TryLease()
    {
        bool isOpened = false;
        IFile file;
        lock (_gate)
        {
            if (_leases == 0)
            {
                return null;
            }

            if (_file is null)
            {
                _file = fileSystem.Open(path, FileOpenMode.ReadWrite);
                isOpened = true;
            }

            file = _file;
            _wasUsed = true;
            _leases++;
        }

        if (isOpened)
        {
            budget?.NoteOpened(this);
        }

        return new Lease(this, file);
    }

    /// <summary>
    /// Keeps the file open although nobody leases it: what was written through a handle and not flushed is flushed through the same one, so
    /// that an error of writing back cannot be missed.
    /// </summary>
    public void Pin() => _isPinned = true;

    /// <summary>Everything written is flushed, and nothing more will be.</summary>
    public void Unpin()
    {
        _isPinned = false;
        budget?.Trim();
    }

    /// <summary>Gives up the log's own lease.</summary>
    public void Retire() => Release();

    /// <summary>Closes the file unless somebody uses it or has used it since the last call; false then.</summary>
    public bool TryClose()
    {
        lock (_gate)
        {
            if (_leases > 1 || _isPinned || _wasUsed)
            {
                _wasUsed = false;
                return _leases == 0;
            }

            _file?.Dispose();
            _file = null;
            return true;
        }
    }

    private void Release()
    {
        lock (_gate)
        {
            if (--_leases == 0)
            {
                _file?.Dispose();
                _file = null;
            }
        }
    }

    /// <summary>Keeps the file open until it is disposed.</summary>
    public readonly struct Lease(SegmentFile owner, IFile file) : IDisposable
    {
        public IFile File => file;

        public void Dispose() => owner.Release();
    }
}
