using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using RaftLog.Model;

namespace RaftLog.Consensus;

/// <summary>
/// The bytes of a configuration, as they stand in the payload of a configuration entry (whose checksum is storage's) and in snapshots.
/// Big-endian:
/// <code>
///   0  u8   version, 1
///   1  list voters            each list:  u16 count, then per replica  i32 broker, u64 directory (0 = unassigned)
///   .  list outgoing voters
///   .  list learners
/// </code>
/// </summary>
public static class GroupConfigurationCodec
{
    private const byte Version = 1;
    private const int CountBytes = 2;
    private const int ReplicaBytes = 12;

    /// <summary>How many bytes <see cref="Write"/> takes.</summary>
    public static int EncodedLength(GroupConfiguration configuration) =>
        1 + (3 * CountBytes)
        + ((configuration.Voters.Length + configuration.OutgoingVoters.Length + configuration.Learners.Length) * ReplicaBytes);

    /// <summary>Writes the configuration to the start of <paramref name="destination"/>; returns the bytes written.</summary>
    /// <exception cref="ArgumentException">The destination is shorter than <see cref="EncodedLength"/>.</exception>
    public static int Write(GroupConfiguration configuration, Span<byte> destination)
    {
        if (destination.Length < EncodedLength(configuration))
        {
            throw new ArgumentException("The destination is too short for the configuration.", nameof(destination));
        }

        destination[0] = Version;
        int position = 1;
        position += WriteList(configuration.Voters, destination[position..]);
        position += WriteList(configuration.OutgoingVoters, destination[position..]);
        position += WriteList(configuration.Learners, destination[position..]);
        return position;
    }

    /// <summary>
    /// Reads a configuration that takes up all of <paramref name="source"/>. False when the bytes are none: truncated, with something
    /// behind,
    /// of a newer version, or naming a replica twice.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> source, [NotNullWhen(true)] out GroupConfiguration? configuration)
    {
        configuration = null;
        if (source.IsEmpty || source[0] != Version)
        {
            return false;
        }

        var rest = source[1..];
        if (!TryReadList(ref rest, out var voters)
            || !TryReadList(ref rest, out var outgoing)
            || !TryReadList(ref rest, out var learners)
            || !rest.IsEmpty
            || GroupConfiguration.FindProblem(voters, outgoing, learners) is not null)
        {
            return false;
        }

        configuration = new GroupConfiguration(voters, outgoing, learners);
        return true;
    }

    private static int WriteList(ImmutableArray<ReplicaId> replicas, Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt16BigEndian(destination, checked((ushort)replicas.Length));
        int position = CountBytes;
        foreach (var replica in replicas)
        {
            BinaryPrimitives.WriteInt32BigEndian(destination[position..], replica.Broker.Value);
            BinaryPrimitives.WriteUInt64BigEndian(destination[(position + 4)..], replica.Directory.Value);
            position += ReplicaBytes;
        }

        return position;
    }

    private static bool TryReadList(ref ReadOnlySpan<byte> source, out ImmutableArray<ReplicaId> replicas)
    {
        replicas = [];
        if (source.Length < CountBytes)
        {
            return false;
        }

        int count = BinaryPrimitives.ReadUInt16BigEndian(source);
        source = source[CountBytes..];
        if (source.Length < count * ReplicaBytes)
        {
            return false;
        }

        var builder = ImmutableArray.CreateBuilder<ReplicaId>(count);
        for (int i = 0; i < count; i++)
        {
            var broker = new BrokerId(BinaryPrimitives.ReadInt32BigEndian(source));
            var directory = new DirectoryId(BinaryPrimitives.ReadUInt64BigEndian(source[4..]));
            builder.Add(new ReplicaId(broker, directory));
            source = source[ReplicaBytes..];
        }

        replicas = builder.MoveToImmutable();
        return true;
    }
}
