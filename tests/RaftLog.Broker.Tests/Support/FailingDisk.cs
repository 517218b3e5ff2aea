using RaftLog.Storage;

namespace RaftLog.Broker.Tests.Support;

/// <summary>A disk in memory that takes no more writes to some files, or gives others not back, until it is told to.</summary>
internal sealed class FailingDisk() : ForwardingFileSystem(new InMemoryFileSystem())
{
    // EIO on every Unix.
    private const int InputOutputError = 5;

    private volatile string? _full;
    private volatile string? _unreadable;
    private int _refusedReads;

    /// <summary>The part of a path to which nothing can be written; null for none.</summary>
    public string? Full
    {
        get => _full;
        set => _full = value;
    }

    /// <summary>The part of a path from which nothing can be read; null for none.</summary>
    public string? Unreadable
    {
        get => _unreadable;
        set => _unreadable = value;
    }

    /// <summary>How often something could not be read.</summary>
    public int RefusedReads => Volatile.Read(ref _refusedReads);

    protected override IFile Wrap(IFile file) => new FailingFile(this, file);

    private void RequireSpace(string path)
    {
        if (Full is { } full && path.Contains(full, StringComparison.Ordinal))
        {
            throw new IOException($"No space left on device: {path}");
        }
    }

    private void RequireReadable(string path)
    {
        if (Unreadable is { } unreadable && path.Contains(unreadable, StringComparison.Ordinal))
        {
            Interlocked.Increment(ref _refusedReads);
            throw new IOException($"Input/output error: {path}", InputOutputError);
        }
    }

    private sealed class FailingFile(FailingDisk owner, IFile inner) : ForwardingFile(inner)
    {
        public override int Read(long offset, Span<byte> buffer)
        {
            owner.RequireReadable(Path);
            return base.Read(offset, buffer);
        }

        public override void Write(long offset, ReadOnlySpan<byte> bytes)
        {
            owner.RequireSpace(Path);
            base.Write(offset, bytes);
        }

        public override void Write(long offset, IReadOnlyList<ReadOnlyMemory<byte>> pieces)
        {
            owner.RequireSpace(Path);
            base.Write(offset, pieces);
        }
    }
}
