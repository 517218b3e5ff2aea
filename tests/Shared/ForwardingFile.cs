using RaftLog.Storage;

namespace RaftLog.Tests;

/// <summary>Passes everything on to another file; what a test wants to be different is overridden.</summary>
internal abstract class ForwardingFile(IFile inner) : IFile
{
    public string Path => inner.Path;

    public long Length => inner.Length;

    public virtual int Read(long offset, Span<byte> buffer) => inner.Read(offset, buffer);

    public virtual void Write(long offset, ReadOnlySpan<byte> bytes) => inner.Write(offset, bytes);

    public virtual void Write(long offset, IReadOnlyList<ReadOnlyMemory<byte>> pieces) => inner.Write(offset, pieces);

    public virtual void Flush() => inner.Flush();

    public virtual void Forget(long offset, long count) => inner.Forget(offset, count);

    public void SetLength(long length) => inner.SetLength(length);

    public void Dispose() => inner.Dispose();
}
