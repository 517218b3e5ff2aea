using System.Buffers.Binary;
using System.Text;
using RaftLog.Model;

namespace RaftLog.Replication;

/// <summary>
/// The first bytes on a connection, from the broker that dialled. Little-endian:
/// <code>
///    0  8 bytes  magic "RAFTLOGP"
///    8  u16      protocol version
///   10  u16      bytes that follow (so that a version can add fields)
///   12  i32      from broker
///   16  i32      to broker
///   20  u8       lane
///   21  u8       bytes of the cluster id, then the cluster id in UTF-8
///    …  u16      port of the sender's own listener
///    …  u8       bytes of that listener's host, then the host in UTF-8
///    …  u32      CRC-32C of everything before
/// </code>
/// Magic and version are readable in every version, so that a mismatch can be named instead of guessed. The sender's own address lets a
/// broker answer one that it has not been told of yet: its registration is such a question.
/// </summary>
internal readonly record struct PeerHello(
    ushort Version, BrokerId From, BrokerId To, PeerLane Lane, string ClusterId, string ReturnHost, int ReturnPort)
{
    public const ushort CurrentVersion = 1;
    public const int PrefixSize = 12;
    public const int MaxBodySize = 640;

    private const int ClusterIdPosition = 22;

    public static ReadOnlySpan<byte> Magic => "RAFTLOGP"u8;

    public byte[] Encode()
    {
        byte[] cluster = Encoding.UTF8.GetBytes(ClusterId);
        byte[] host = Encoding.UTF8.GetBytes(ReturnHost);
        int portPosition = ClusterIdPosition + cluster.Length;
        int hostPosition = portPosition + sizeof(ushort) + sizeof(byte);
        var hello = new byte[hostPosition + host.Length + sizeof(uint)];
        Magic.CopyTo(hello);
        BinaryPrimitives.WriteUInt16LittleEndian(hello.AsSpan(8), Version);
        BinaryPrimitives.WriteUInt16LittleEndian(hello.AsSpan(10), (ushort)(hello.Length - PrefixSize));
        BinaryPrimitives.WriteInt32LittleEndian(hello.AsSpan(12), From.Value);
        BinaryPrimitives.WriteInt32LittleEndian(hello.AsSpan(16), To.Value);
        hello[20] = (byte)Lane;
        hello[21] = checked((byte)cluster.Length);
        cluster.CopyTo(hello.AsSpan(ClusterIdPosition));
        BinaryPrimitives.WriteUInt16LittleEndian(hello.AsSpan(portPosition), checked((ushort)ReturnPort));
        hello[hostPosition - 1] = checked((byte)host.Length);
        host.CopyTo(hello.AsSpan(hostPosition));
        BinaryPrimitives.WriteUInt32LittleEndian(hello.AsSpan(hello.Length - sizeof(uint)), Crc32C.Compute(hello.AsSpan(0, hello.Length - sizeof(uint))));
        return hello;
    }

    /// <summary>Reads magic and version; the body follows unless the verdict is a refusal.</summary>
    public static HandshakeVerdict CheckPrefix(ReadOnlySpan<byte> prefix, out ushort version, out int bodySize)
    {
        version = BinaryPrimitives.ReadUInt16LittleEndian(prefix[8..]);
        bodySize = BinaryPrimitives.ReadUInt16LittleEndian(prefix[10..]);
        if (!prefix.StartsWith(Magic) || bodySize > MaxBodySize)
        {
            return HandshakeVerdict.Malformed;
        }

        return version == CurrentVersion ? HandshakeVerdict.Accepted : HandshakeVerdict.UnsupportedVersion;
    }

    /// <summary>Reads a whole greeting whose prefix was accepted; false when it is damaged.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> hello, out PeerHello decoded)
    {
        decoded = default;
        int end = hello.Length - sizeof(uint);
        if (end < ClusterIdPosition + sizeof(ushort) + sizeof(byte))
        {
            return false;
        }

        int portPosition = ClusterIdPosition + hello[21];
        int hostPosition = portPosition + sizeof(ushort) + sizeof(byte);
        if (hostPosition > end
            || hostPosition + hello[hostPosition - 1] != end
            || hello[20] > (byte)PeerLane.Bulk
            || BinaryPrimitives.ReadUInt32LittleEndian(hello[end..]) != Crc32C.Compute(hello[..end]))
        {
            return false;
        }

        decoded = new PeerHello(
            BinaryPrimitives.ReadUInt16LittleEndian(hello[8..]),
            new BrokerId(BinaryPrimitives.ReadInt32LittleEndian(hello[12..])),
            new BrokerId(BinaryPrimitives.ReadInt32LittleEndian(hello[16..])),
            (PeerLane)hello[20],
            Encoding.UTF8.GetString(hello[ClusterIdPosition..portPosition]),
            Encoding.UTF8.GetString(hello[hostPosition..end]),
            BinaryPrimitives.ReadUInt16LittleEndian(hello[portPosition..]));
        return true;
    }
}
