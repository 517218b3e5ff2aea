using System.Buffers.Binary;
using RaftLog.Protocol;

namespace RaftLog.Cluster.Tests;

/// <summary>A connection that a <see cref="RequestTripwire"/> watches. Only what the client uses of a stream is there.</summary>
internal sealed class TrippedStream(Stream connection, RequestTripwire tripwire) : Stream
{
    // The bytes that the request still has which was begun last.
    private int _left;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = await connection.ReadAsync(buffer, cancellationToken);
        await tripwire.AfterReadAsync();
        return read;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var begun = Begun(buffer.Span);
        foreach (var api in begun)
        {
            await tripwire.BeforeWriteAsync(api);
        }

        await connection.WriteAsync(buffer, cancellationToken);
        begun.ForEach(tripwire.AfterWrite);
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    // Each request is an int32, how many bytes follow, and an int16 that says which it is; its beginning is never torn.
    private List<ApiKey> Begun(ReadOnlySpan<byte> bytes)
    {
        var begun = new List<ApiKey>();
        while (bytes.Length > 0)
        {
            if (_left == 0)
            {
                _left = sizeof(int) + BinaryPrimitives.ReadInt32BigEndian(bytes);
                begun.Add((ApiKey)BinaryPrimitives.ReadInt16BigEndian(bytes[sizeof(int)..]));
            }

            int here = Math.Min(_left, bytes.Length);
            bytes = bytes[here..];
            _left -= here;
        }

        return begun;
    }

    protected override void Dispose(bool disposing)
    {
        connection.Dispose();
        base.Dispose(disposing);
    }
}
