using RaftLog.Model;

namespace RaftLog.Replication;

/// <summary>
/// What is shipped to a follower that cannot be helped with appends: one run of bytes, of which any piece can be read at any time. Used by one
/// thread at a time.
/// </summary>
internal abstract class SnapshotSource : IDisposable
{
    /// <summary>The last entry that it stands for (inclusive).</summary>
    public abstract LogIndex Index { get; }

    /// <summary>The term of that entry.</summary>
    public abstract Term Term { get; }

    /// <summary>The length of the run.</summary>
    public abstract long TotalBytes { get; }

    /// <summary>A checksum that tells this run from others that end with the same entry.</summary>
    public abstract uint Crc { get; }

    /// <summary>Reads the bytes from a position on. May block on files.</summary>
    public abstract void Read(long position, Span<byte> into);

    /// <summary>The receiver has found damage in the bytes from a position on: looks for it in what they are read from. May block on files.</summary>
    /// <exception cref="Storage.LogCorruptException">It is here.</exception>
    public virtual void Verify(long position)
    {
    }

    /// <inheritdoc/>
    public void Dispose() => Close();

    /// <summary>Lets go of what it is read from.</summary>
    protected virtual void Close()
    {
    }
}
