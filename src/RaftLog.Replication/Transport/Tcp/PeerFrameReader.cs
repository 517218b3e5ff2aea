using System.Buffers;
using System.Buffers.Binary;
using System.Net.Sockets;
using RaftLog.Model;

namespace RaftLog.Replication;

/// <summary>
/// Cuts frames off a connection. A frame lands in one pooled buffer of its own, from which its entries go to the log verbatim; what does not
/// come along with the header is received straight into that buffer. Small frames share one receive call.
/// </summary>
internal sealed class PeerFrameReader : IDisposable
{
    private const int BufferSize = 64 << 10;

    private readonly Socket _socket;
    private readonly int _maxFrameBytes;
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
    private int _start; // [_start, _end) are the bytes received and not yet used.
    private int _end;
    private uint _expectedCrc; // Of the frame that is being read.

    public PeerFrameReader(Socket socket, int maxFrameBytes)
    {
        _socket = socket;
        _maxFrameBytes = maxFrameBytes;
    }

    /// <summary>Reads frames into <paramref name="receiver"/> until the other side closes (returns) or breaks the rules (throws).</summary>
    public async Task RunAsync(BrokerId from, IPeerReceiver receiver, CancellationToken cancellationToken)
    {
        while (await FillAsync(PeerFrame.HeaderSize, cancellationToken))
        {
            (PeerFrameKind kind, int bodyBytes, int controlBytes, uint crc) = ReadHeader();
            PooledBuffer body = PooledBuffer.Rent(bodyBytes);
            try
            {
                await ReadBodyAsync(body.Memory, cancellationToken);
                PeerProtocol.Require(Crc32C.Append(crc, body.Span[..controlBytes]) == _expectedCrc, "a frame whose checksum is wrong");
            }
            catch
            {
                body.Release();
                throw;
            }

            receiver.Received(from, kind, body, controlBytes);
        }
    }

    /// <summary>Reads exactly as many bytes; for the handshake.</summary>
    public async Task ReadExactlyAsync(Memory<byte> destination, CancellationToken cancellationToken)
    {
        if (!await FillAsync(1, cancellationToken))
        {
            throw new EndOfStreamException();
        }

        await ReadBodyAsync(destination, cancellationToken);
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    private (PeerFrameKind Kind, int BodyBytes, int ControlBytes, uint Crc) ReadHeader()
    {
        ReadOnlySpan<byte> header = _buffer.AsSpan(_start, PeerFrame.HeaderSize);
        uint bodyBytes = BinaryPrimitives.ReadUInt32LittleEndian(header);
        uint controlBytes = BinaryPrimitives.ReadUInt32LittleEndian(header[8..]);
        PeerProtocol.Require(header[4] == PeerFrame.FormatVersion, "a frame of another version");
        PeerProtocol.Require(bodyBytes <= _maxFrameBytes, "a frame larger than the limit");
        PeerProtocol.Require(controlBytes <= bodyBytes, "a frame whose lengths contradict each other");
        _expectedCrc = BinaryPrimitives.ReadUInt32LittleEndian(header[12..]);
        _start += PeerFrame.HeaderSize;
        return ((PeerFrameKind)header[5], (int)bodyBytes, (int)controlBytes, Crc32C.Compute(header[..12]));
    }

    // Returns false at a clean end: the other side closed between frames.
    private async ValueTask<bool> FillAsync(int atLeast, CancellationToken cancellationToken)
    {
        while (_end - _start < atLeast)
        {
            if (_start > 0)
            {
                Buffer.BlockCopy(_buffer, _start, _buffer, 0, _end - _start);
                _end -= _start;
                _start = 0;
            }

            int received = await _socket.ReceiveAsync(_buffer.AsMemory(_end, BufferSize - _end), SocketFlags.None, cancellationToken);
            if (received == 0)
            {
                return _end == 0 ? false : throw new EndOfStreamException();
            }

            _end += received;
        }

        return true;
    }

    private async ValueTask ReadBodyAsync(Memory<byte> body, CancellationToken cancellationToken)
    {
        int buffered = Math.Min(_end - _start, body.Length);
        _buffer.AsMemory(_start, buffered).CopyTo(body);
        _start += buffered;
        body = body[buffered..];
        while (body.Length > 0)
        {
            int received = await _socket.ReceiveAsync(body, SocketFlags.None, cancellationToken);
            if (received == 0)
            {
                throw new EndOfStreamException();
            }

            body = body[received..];
        }
    }
}
