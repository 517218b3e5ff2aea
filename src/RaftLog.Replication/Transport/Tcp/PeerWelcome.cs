using System.Buffers.Binary;
using System.Text;

namespace RaftLog.Replication;

/// <summary>
/// The answer to a <see cref="PeerHello"/>, after which a refused connection is closed. Little-endian:
/// <code>
///    0  8 bytes  magic "RAFTLOGP"
///    8  u16      protocol version of the answering broker
///   10  u8       verdict
///   11  u8       bytes of the reason, then the reason in UTF-8 (empty when accepted)
/// </code>
/// </summary>
internal static class PeerWelcome
{
    public const int PrefixSize = 12;

    public static byte[] Encode(HandshakeVerdict verdict, string reason)
    {
        byte[] text = Encoding.UTF8.GetBytes(reason);
        int length = Math.Min(text.Length, byte.MaxValue);
        var welcome = new byte[PrefixSize + length];
        PeerHello.Magic.CopyTo(welcome);
        BinaryPrimitives.WriteUInt16LittleEndian(welcome.AsSpan(8), PeerHello.CurrentVersion);
        welcome[10] = (byte)verdict;
        welcome[11] = (byte)length;
        text.AsSpan(0, length).CopyTo(welcome.AsSpan(PrefixSize));
        return welcome;
    }

    /// <summary>Reads the fixed part; false when whoever answers is no broker of ours.</summary>
    public static bool TryDecodePrefix(ReadOnlySpan<byte> prefix, out HandshakeVerdict verdict, out int reasonBytes)
    {
        verdict = (HandshakeVerdict)prefix[10];
        reasonBytes = prefix[11];
        return prefix.StartsWith(PeerHello.Magic);
    }
}
