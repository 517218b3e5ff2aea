using System.Buffers.Binary;
using RaftLog.Consensus;
using RaftLog.Model;

namespace RaftLog.Replication;

/// <summary>
/// The form of a <see cref="RaftMessage"/> in the control bytes of a <see cref="PeerFrameKind.Raft"/> frame, one behind the other, of any
/// number of groups. Fixed size and little-endian, since heartbeats of a thousand groups are written and read many times a second:
/// <code>
///    0  i64  group
///    8  u8   kind
///    9  u8   flags: 1 reject, 2 transfer, 4 notice
///   10  u16  reserved, 0
///   12  i32  term
///   16  u64  directory of the sender
///   24  u64  directory of the receiver as the sender knows it
///   32  i64  index
///   40  i32  log term
///   44  u32  payload bytes: log frames, in the frame's payload in the order of the messages
///   48  i64  last index
///   56  i64  commit
///   64  i64  context
/// </code>
/// The brokers are those of the connection.
/// </summary>
internal static class RaftMessageCodec
{
    public const int Size = 72;

    private const byte RejectFlag = 1;
    private const byte TransferFlag = 2;
    private const byte NoticeFlag = 4;

    public static void Write(Span<byte> target, GroupId group, in RaftMessage message, int payloadBytes)
    {
        BinaryPrimitives.WriteInt64LittleEndian(target, group.Value);
        target[8] = (byte)message.Kind;
        target[9] = (byte)((message.Reject ? RejectFlag : 0) | (message.IsTransfer ? TransferFlag : 0) | (message.IsNotice ? NoticeFlag : 0));
        BinaryPrimitives.WriteUInt16LittleEndian(target[10..], 0);
        BinaryPrimitives.WriteInt32LittleEndian(target[12..], message.Term.Value);
        BinaryPrimitives.WriteUInt64LittleEndian(target[16..], message.From.Directory.Value);
        BinaryPrimitives.WriteUInt64LittleEndian(target[24..], message.To.Directory.Value);
        BinaryPrimitives.WriteInt64LittleEndian(target[32..], message.Index.Value);
        BinaryPrimitives.WriteInt32LittleEndian(target[40..], message.LogTerm.Value);
        BinaryPrimitives.WriteUInt32LittleEndian(target[44..], (uint)payloadBytes);
        BinaryPrimitives.WriteInt64LittleEndian(target[48..], message.LastIndex.Value);
        BinaryPrimitives.WriteInt64LittleEndian(target[56..], message.Commit.Value);
        BinaryPrimitives.WriteInt64LittleEndian(target[64..], message.Context);
    }

    /// <summary>Reads one message without entries; the receiver adds them.</summary>
    public static RaftMessage Read(ReadOnlySpan<byte> source, BrokerId from, BrokerId to, out GroupId group, out uint payloadBytes)
    {
        group = new GroupId(BinaryPrimitives.ReadInt64LittleEndian(source));
        payloadBytes = BinaryPrimitives.ReadUInt32LittleEndian(source[44..]);
        return new RaftMessage
        {
            Kind = (RaftMessageKind)source[8],
            Reject = (source[9] & RejectFlag) != 0,
            IsTransfer = (source[9] & TransferFlag) != 0,
            IsNotice = (source[9] & NoticeFlag) != 0,
            Term = new Term(BinaryPrimitives.ReadInt32LittleEndian(source[12..])),
            From = new ReplicaId(from, new DirectoryId(BinaryPrimitives.ReadUInt64LittleEndian(source[16..]))),
            To = new ReplicaId(to, new DirectoryId(BinaryPrimitives.ReadUInt64LittleEndian(source[24..]))),
            Index = new LogIndex(BinaryPrimitives.ReadInt64LittleEndian(source[32..])),
            LogTerm = new Term(BinaryPrimitives.ReadInt32LittleEndian(source[40..])),
            LastIndex = new LogIndex(BinaryPrimitives.ReadInt64LittleEndian(source[48..])),
            Commit = new LogIndex(BinaryPrimitives.ReadInt64LittleEndian(source[56..])),
            Context = BinaryPrimitives.ReadInt64LittleEndian(source[64..]),
        };
    }
}
