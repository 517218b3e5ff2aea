using System.Buffers.Binary;
using System.Collections.Concurrent;
using RaftLog.Model;
using RaftLog.Storage;

namespace RaftLog.Replication;

/// <summary>
/// One frame on its way to another broker: control bytes in a buffer of its own, and payload as slices of buffers that others share, so that
/// an entry is never copied between the tail cache and the socket. On the wire, little-endian:
/// <code>
///    0  u32  bytes after this header (control + payload)
///    4  u8   format version, 1
///    5  u8   kind
///    6  u16  reserved, 0
///    8  u32  bytes of control
///   12  u32  CRC-32C of the first 12 bytes and the control bytes
///   16  control bytes, then payload (which carries checksums of its own)
/// </code>
/// Built by one thread, then handed to <see cref="IPeerTransport.Send"/>, which owns it from there and releases it exactly once. It goes back to a pool then:
/// whoever touches it later finds no head in it, and fails.
/// </summary>
public sealed class PeerFrame
{
    /// <summary>The bytes of room that the control buffer leaves at its start for the header.</summary>
    public const int HeaderSize = 16;

    /// <summary>The version of the format drawn above.</summary>
    public const byte FormatVersion = 1;

    private const int ChecksumPosition = 12;

    private const int PooledAtMost = 256;

    private static readonly ConcurrentQueue<PeerFrame> Pool = new();

    private PooledBuffer? _head;
    private ByteBudget? _budget;
    private long _budgetBytes;

    private PeerFrame()
    {
    }

    /// <summary>What the frame carries.</summary>
    public PeerFrameKind Kind { get; private set; }

    /// <summary>The header and the control bytes, complete once <see cref="Seal"/> was called.</summary>
    public ReadOnlyMemory<byte> Head => Owned.Memory;

    /// <summary>The payload, in the order in which it is sent; the frame holds a reference of every slice.</summary>
    public LogSlices Payload { get; } = new();

    /// <summary>All bytes of the frame on the wire.</summary>
    public long TotalBytes => Owned.Length + Payload.TotalBytes;

    private PooledBuffer Owned => _head ?? throw new InvariantViolationException("A frame is used after its release.");

    /// <summary>Begins a frame.</summary>
    /// <param name="kind">What it carries.</param>
    /// <param name="head">The control bytes, after <see cref="HeaderSize"/> bytes of room; its one reference is taken over.</param>
    public static PeerFrame Begin(PeerFrameKind kind, PooledBuffer head)
    {
        ArgumentNullException.ThrowIfNull(head);
        Invariant.Require(head.Length >= HeaderSize);
        PeerFrame frame = Pool.TryDequeue(out PeerFrame? pooled) ? pooled : new PeerFrame();
        frame.Kind = kind;
        frame._head = head;
        return frame;
    }

    /// <summary>Fills in the header. No payload may be added afterwards.</summary>
    public void Seal()
    {
        Span<byte> head = Owned.Span;
        BinaryPrimitives.WriteUInt32LittleEndian(head, checked((uint)(TotalBytes - HeaderSize)));
        head[4] = FormatVersion;
        head[5] = (byte)Kind;
        head[6] = 0;
        head[7] = 0;
        BinaryPrimitives.WriteUInt32LittleEndian(head[8..], (uint)(head.Length - HeaderSize));
        uint crc = Crc32C.Compute(head[..ChecksumPosition]);
        crc = Crc32C.Append(crc, head[HeaderSize..]);
        BinaryPrimitives.WriteUInt32LittleEndian(head[ChecksumPosition..], crc);
    }

    /// <summary>Gives back all buffers, and the frame.</summary>
    public void Release()
    {
        PooledBuffer head = Owned;
        _head = null;
        _budget?.Return(_budgetBytes);
        _budget = null;
        head.Release();
        Payload.Clear();
        if (Pool.Count < PooledAtMost)
        {
            Pool.Enqueue(this);
        }
    }

    /// <summary>Lets the frame give bytes back to a budget when it has been sent or dropped.</summary>
    internal void ReturnWhenReleased(ByteBudget budget, long bytes)
    {
        _budget = budget;
        _budgetBytes = bytes;
    }
}
