using System.Buffers.Binary;
using RaftLog.Model;

namespace RaftLog.Replication;

/// <summary>
/// The command of a partition's group that moves its log start. Applied by every replica in log order once it is committed: from then on
/// nobody serves what is below, nor does any later leader, since it must have the entry. Payload, big-endian:
/// <code>
///   0  u8   kind, 1
///   1  u8   version, 1
///   2  i64  the new log start; what is not above the present one changes nothing
///  10  i64  index up to which every member that was sent appends had all entries when this was proposed
/// </code>
/// </summary>
/// <param name="Start">The first offset that is still to be read.</param>
/// <param name="HeldByAll">
/// Replicas keep the entries behind this index even if all their records are below the log start: some member may still need them
/// (<see cref="PrefixGuard"/>).
/// </param>
public readonly record struct AdvanceLogStart(Offset Start, LogIndex HeldByAll)
{
    /// <summary>The length of the payload.</summary>
    public const int Size = 18;

    private const byte Kind = 1;
    private const byte Version = 1;

    /// <summary>Writes the payload.</summary>
    public void Write(Span<byte> target)
    {
        target[0] = Kind;
        target[1] = Version;
        BinaryPrimitives.WriteInt64BigEndian(target[2..], Start.Value);
        BinaryPrimitives.WriteInt64BigEndian(target[10..], HeldByAll.Value);
    }

    /// <summary>Reads the payload of a command; false when it is another one, or of a newer version.</summary>
    public static bool TryRead(ReadOnlySpan<byte> source, out AdvanceLogStart command)
    {
        command = default;
        if (source.Length != Size || source[0] != Kind || source[1] != Version)
        {
            return false;
        }

        command = new AdvanceLogStart(
            new Offset(BinaryPrimitives.ReadInt64BigEndian(source[2..])), new LogIndex(BinaryPrimitives.ReadInt64BigEndian(source[10..])));
        return true;
    }
}
