using System.Buffers.Binary;
using RaftLog.Model;

namespace RaftLog.Replication;

/// <summary>
/// The groups that a broker leads, as it tells the others: in full now and then and to whoever has just connected, else what is new. The control
/// bytes of a <see cref="PeerFrameKind.Leaders"/> frame, little-endian, once for each group:
/// <code>
///    0  i64  group
///    8  i32  term
/// </code>
/// </summary>
internal static class LeaderAnnouncement
{
    private const int EntrySize = sizeof(long) + sizeof(int);
    private const int EntriesPerFrame = 16_384;

    /// <summary>Tells one broker.</summary>
    public static void Send(IPeerTransport transport, BrokerId to, IReadOnlyList<(GroupId Group, Term Term)> led)
    {
        for (int start = 0; start < led.Count; start += EntriesPerFrame)
        {
            int count = Math.Min(EntriesPerFrame, led.Count - start);
            PooledBuffer head = PooledBuffer.Rent(PeerFrame.HeaderSize + (count * EntrySize));
            Span<byte> control = head.Span[PeerFrame.HeaderSize..];
            for (int i = 0; i < count; i++)
            {
                BinaryPrimitives.WriteInt64LittleEndian(control[(i * EntrySize)..], led[start + i].Group.Value);
                BinaryPrimitives.WriteInt32LittleEndian(control[((i * EntrySize) + sizeof(long))..], led[start + i].Term.Value);
            }

            var frame = PeerFrame.Begin(PeerFrameKind.Leaders, head);
            frame.Seal();
            transport.Send(to, PeerLane.Control, frame);
        }
    }

    /// <summary>Takes in what another broker tells.</summary>
    public static void Receive(ReadOnlySpan<byte> control, BrokerId from, LeaderDirectory directory)
    {
        PeerProtocol.Require(control.Length % EntrySize == 0, "an announcement of leaders that ends inside an entry");
        for (; control.Length > 0; control = control[EntrySize..])
        {
            var group = new GroupId(BinaryPrimitives.ReadInt64LittleEndian(control));
            var term = new Term(BinaryPrimitives.ReadInt32LittleEndian(control[sizeof(long)..]));
            directory.Learn(group, new GroupLeader(from, term));
        }
    }
}
