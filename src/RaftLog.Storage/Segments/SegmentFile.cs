namespace RaftLog.Storage;

/// <summary>
/// The file of a segment, opened when it is first needed and closed when its segment was retired and the last reader has gone. Thread-safe.
/// </summary>
internal sealed class SegmentFile(IFileSystem fileSystem, string path)
{
    private readonly Lock _gate = new();

    // The log holds one lease until it retires the segment.
    private int _leases = 1;
    private IFile? _file;

    public string Path => path;

    /// <summary>Takes a lease of the open file; null when the segment was retired.</summary>
    public Lease? TryLease()
    {
        lock (_gate)
        {
            if (_leases == 0)
            {
                return null;
            }

            _file ??= fileSystem.Open(path, FileOpenMode.ReadWrite);
            _leases++;
            return new Lease(this, _file);
        }
    }

    /// <summary>Gives up the log's own lease.</summary>
    public void Retire() => Release();

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
