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
///   48  i64  where the piece begins; in an acknowledgement: how many bytes have arrived from the start on
///   56  u32  CRC-32C of the whole snapshot
///   60  u8   1: the snapshot is installed (acknowledgement only)
///   61  3 x  reserved, 0
///   64       the piece
/// </code>
/// The whole is <c>u32 bytes of the configuration, configuration, state</c>.
/// </summary>
internal sealed class SnapshotMessage
{
    public const int HeaderSize = 64;

    public required GroupId Group { get; init; }

    public required Term Term { get; init; }

    public required Term SnapshotTerm { get; init; }

    public required LogIndex SnapshotIndex { get; init; }

    public required ReplicaId From { get; init; }

    public required ReplicaId To { get; init; }

    public required long TotalBytes { get; init; }

    public required long Position { get; init; }

    public required uint Crc { get; init; }

    public bool IsInstalled { get; init; }

    public bool IsAcknowledgement { get; init; }

    /// <summary>The bytes of the piece, in <see cref="Owner"/>.</summary>
    public ReadOnlyMemory<byte> Piece { get; init; }

    /// <summary>The buffer that was received, one reference; null in what is sent.</summary>
    public PooledBuffer? Owner { get; init; }

    public PeerFrame ToFrame()
    {
        PooledBuffer head = PooledBuffer.Rent(PeerFrame.HeaderSize + HeaderSize + Piece.Length);
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
        control[60] = IsInstalled ? (byte)1 : (byte)0;
        Piece.Span.CopyTo(control[HeaderSize..]);
        var frame = new PeerFrame(IsAcknowledgement ? PeerFrameKind.SnapshotAck : PeerFrameKind.SnapshotChunk, head);
        frame.Seal();
        return frame;
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
            IsInstalled = control[60] != 0,
            Piece = frame.Memory[HeaderSize..controlBytes],
            Owner = frame,
        };
    }
}
