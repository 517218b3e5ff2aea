using System.Buffers;
using System.Buffers.Binary;
using System.Net.Sockets;
using RaftLog.Model;

namespace RaftLog.Replication;

/// <summary>
/// Cuts frames off a connection, on a thread that has nothing else to do: it blocks in the receive, which spares each frame the way by the poller and
/// the thread pool, two wake-ups of four between a leader's write and the follower's. A frame lands in one pooled buffer of its own, from which its
/// entries go to the log verbatim; what does not come along with the header is received straight into that buffer. Small frames share one receive call.
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
    private IPeerReceiver? _unaware; // Has got frames and not been told that they are all there are.

    public PeerFrameReader(Socket socket, int maxFrameBytes)
    {
        _socket = socket;
        _maxFrameBytes = maxFrameBytes;
    }

    /// <summary>Reads frames into <paramref name="receiver"/> until the other side closes (returns) or breaks the rules (throws).</summary>
    public void Run(BrokerId from, IPeerReceiver receiver)
    {
        try
        {
            Read(from, receiver);
        }
        finally
        {
            EndBurst();
        }
    }

    /// <summary>Reads exactly as many bytes; for the handshake.</summary>
    public void ReadExactly(Span<byte> destination)
    {
        if (!Fill(1))
        {
            throw new EndOfStreamException();
        }

        ReadBody(destination);
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    private void Read(BrokerId from, IPeerReceiver receiver)
    {
        while (Fill(PeerFrame.HeaderSize))
        {
            (PeerFrameKind kind, int bodyBytes, int controlBytes, uint crc) = ReadHeader();
            PooledBuffer body = PooledBuffer.Rent(bodyBytes);
            try
            {
                ReadBody(body.Span);
                PeerProtocol.Require(Crc32C.Append(crc, body.Span[..controlBytes]) == _expectedCrc, "a frame whose checksum is wrong");
            }
            catch
            {
                body.Release();
                throw;
            }

            _unaware = receiver;
            receiver.Received(from, kind, body, controlBytes);
        }
    }

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
    private bool Fill(int atLeast)
    {
        while (_end - _start < atLeast)
        {
            if (_start > 0)
            {
                Buffer.BlockCopy(_buffer, _start, _buffer, 0, _end - _start);
                _end -= _start;
                _start = 0;
            }

            int received = Receive(_buffer.AsSpan(_end, BufferSize - _end));
            if (received == 0)
            {
                return _end == 0 ? false : throw new EndOfStreamException();
            }

            _end += received;
        }

        return true;
    }

    private void ReadBody(Span<byte> body)
    {
        int buffered = Math.Min(_end - _start, body.Length);
        _buffer.AsSpan(_start, buffered).CopyTo(body);
        _start += buffered;
        body = body[buffered..];
        while (body.Length > 0)
        {
            int received = Receive(body);
            if (received == 0)
            {
                throw new EndOfStreamException();
            }

            body = body[received..];
        }
    }

    private int Receive(Span<byte> destination)
    {
        EndBurst();
        return _socket.Receive(destination);
    }

    private void EndBurst()
    {
        IPeerReceiver? unaware = _unaware;
        _unaware = null;
        unaware?.AllReceived();
    }
}
