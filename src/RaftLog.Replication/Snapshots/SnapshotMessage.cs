using System.Buffers.Binary;
using RaftLog.Model;

namespace RaftLog.Replication;

/// <summary>
/// A piece of a snapshot on its way to a follower, or the follower's word how far it got. One frame each, all of it control bytes, so that the
/// frame's checksum covers the piece. Little-endian:
/// <code>
///    0  i64  group
///    8  i32  term of the leader
///   12  i32  term of the snapshot's last entry
///   16  u64  directory of the sender
///   24  u64  directory of the receiver
///   32  i64  index of the snapshot's last entry
///   40  i64  bytes of the whole snapshot
///   48  i64  where the piece begins; in an acknowledgement: how many bytes have arrived from the start on, or where damage was found
///   56  u32  the checksum that tells the snapshot from others (<see cref="SnapshotSource.Crc"/>)
///   60  u8   acknowledgement only: 1 the snapshot is installed, 2 the piece at this position does not hold what it should
///   61  3 x  reserved, 0
///   64       the piece
/// </code>
/// The whole is drawn at <see cref="SnapshotImage"/> for a group of commands, and at <see cref="Storage.LogShipment"/> for a partition.
/// </summary>
internal sealed class SnapshotMessage
{
    public const int HeaderSize = 64;

    private const byte Installed = 1;
    private const byte Damaged = 2;

    public required GroupId Group { get; init; }

    public required Term Term { get; init; }

    public required Term SnapshotTerm { get; init; }

    public required LogIndex SnapshotIndex { get; init; }

    public required ReplicaId From { get; init; }

    public required ReplicaId To { get; init; }

    public required long TotalBytes { get; init; }

    public required long Position { get; init; }

    public required uint Crc { get; init; }

    public SnapshotIdentity Identity => new(SnapshotIndex, SnapshotTerm, TotalBytes, Crc);

    public bool IsInstalled { get; init; }

    public bool IsDamaged { get; init; }

    public bool IsAcknowledgement { get; init; }

    /// <summary>The bytes of the piece, in <see cref="Owner"/>.</summary>
    public ReadOnlyMemory<byte> Piece { get; init; }

    /// <summary>The buffer that was received, one reference; null in what is sent.</summary>
    public PooledBuffer? Owner { get; init; }

    /// <summary>The message without a piece.</summary>
    public PeerFrame ToFrame() => Seal(Begin(pieceBytes: 0));

    /// <summary>The message with a piece that is read from its source at <see cref="Position"/>, straight into the frame.</summary>
    public PeerFrame ToFrame(SnapshotSource source, int pieceBytes)
    {
        PooledBuffer head = Begin(pieceBytes);
        try
        {
            source.Read(Position, head.Span[(PeerFrame.HeaderSize + HeaderSize)..]);
        }
        catch
        {
            head.Release();
            throw;
        }

        return Seal(head);
    }

    /// <summary>Reads a frame; keeps the reference to <paramref name="frame"/>.</summary>
    public static SnapshotMessage Read(PeerFrameKind kind, PooledBuffer frame, int controlBytes, BrokerId from, BrokerId to)
    {
        PeerProtocol.Require(controlBytes >= HeaderSize, "a piece of a snapshot without its header");
        ReadOnlySpan<byte> control = frame.Span[..controlBytes];
        return new SnapshotMessage
        {
            IsAcknowledgement = kind == PeerFrameKind.SnapshotAck,
            Group = new GroupId(BinaryPrimitives.ReadInt64LittleEndian(control)),
            Term = new Term(BinaryPrimitives.ReadInt32LittleEndian(control[8..])),
            SnapshotTerm = new Term(BinaryPrimitives.ReadInt32LittleEndian(control[12..])),
            From = new ReplicaId(from, new DirectoryId(BinaryPrimitives.ReadUInt64LittleEndian(control[16..]))),
            To = new ReplicaId(to, new DirectoryId(BinaryPrimitives.ReadUInt64LittleEndian(control[24..]))),
            SnapshotIndex = new LogIndex(BinaryPrimitives.ReadInt64LittleEndian(control[32..])),
            TotalBytes = BinaryPrimitives.ReadInt64LittleEndian(control[40..]),
            Position = BinaryPrimitives.ReadInt64LittleEndian(control[48..]),
            Crc = BinaryPrimitives.ReadUInt32LittleEndian(control[56..]),
            IsInstalled = control[60] == Installed,
            IsDamaged = control[60] == Damaged,
            Piece = frame.Memory[HeaderSize..controlBytes],
            Owner = frame,
        };
    }

    private PooledBuffer Begin(int pieceBytes)
    {
        PooledBuffer head = PooledBuffer.Rent(PeerFrame.HeaderSize + HeaderSize + pieceBytes);
        Span<byte> control = head.Span[PeerFrame.HeaderSize..];
        control[..HeaderSize].Clear();
        BinaryPrimitives.WriteInt64LittleEndian(control, Group.Value);
        BinaryPrimitives.WriteInt32LittleEndian(control[8..], Term.Value);
        BinaryPrimitives.WriteInt32LittleEndian(control[12..], SnapshotTerm.Value);
        BinaryPrimitives.WriteUInt64LittleEndian(control[16..], From.Directory.Value);
        BinaryPrimitives.WriteUInt64LittleEndian(control[24..], To.Directory.Value);
        BinaryPrimitives.WriteInt64LittleEndian(control[32..], SnapshotIndex.Value);
        BinaryPrimitives.WriteInt64LittleEndian(control[40..], TotalBytes);
        BinaryPrimitives.WriteInt64LittleEndian(control[48..], Position);
        BinaryPrimitives.WriteUInt32LittleEndian(control[56..], Crc);
        control[60] = IsInstalled ? Installed : IsDamaged ? Damaged : (byte)0;
        return head;
    }

    private PeerFrame Seal(PooledBuffer head)
    {
        var frame = PeerFrame.Begin(IsAcknowledgement ? PeerFrameKind.SnapshotAck : PeerFrameKind.SnapshotChunk, head);
        frame.Seal();
        return frame;
    }
}
