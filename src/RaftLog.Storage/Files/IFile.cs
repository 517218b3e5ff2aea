namespace RaftLog.Storage;

/// <summary>
/// An open file without a shared position, so that readers and the one writer need no lock. Reading while another thread writes elsewhere
/// in the file is safe. Failures are <see cref="IOException"/>s.
/// </summary>
public interface IFile : IDisposable
{
    /// <summary>The path that it was opened by.</summary>
    string Path { get; }

    /// <summary>The present length in bytes.</summary>
    long Length { get; }

    /// <summary>Reads from <paramref name="offset"/> until the buffer is full or the file ends; returns the number of bytes read.</summary>
    int Read(long offset, Span<byte> buffer);

    /// <summary>Writes all of <paramref name="bytes"/> at <paramref name="offset"/>. A failure can leave a part of them written.</summary>
    void Write(long offset, ReadOnlySpan<byte> bytes);

    /// <summary>Writes all the pieces, one behind the other, in one operation where the system has one.</summary>
    void Write(long offset, IReadOnlyList<ReadOnlyMemory<byte>> pieces);

    /// <summary>Makes the contents and the length durable (fdatasync). When it fails, nothing is known about what was written since the last one.</summary>
    void Flush();

    /// <summary>
    /// Says that nobody is expected to read these bytes soon: the system may give up the memory that it keeps them in. Advice only, for what is flushed; it changes
    /// neither contents nor durability, and never fails.
    /// </summary>
    void Forget(long offset, long count);

    /// <summary>Cuts the file, or extends it with zeros.</summary>
    void SetLength(long length);
}
