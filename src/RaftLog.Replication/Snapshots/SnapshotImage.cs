using System.Buffers.Binary;
using RaftLog.Consensus;
using RaftLog.Model;
using RaftLog.Storage;

namespace RaftLog.Replication;

/// <summary>A snapshot as it travels: one run of bytes with a checksum over all of them.</summary>
internal sealed class SnapshotImage
{
    private const int PrefixSize = sizeof(uint);

    private SnapshotImage(LogIndex index, Term term, byte[] bytes)
    {
        Index = index;
        Term = term;
        Bytes = bytes;
        Crc = Crc32C.Compute(bytes);
    }

    public LogIndex Index { get; }

    public Term Term { get; }

    public byte[] Bytes { get; }

    public uint Crc { get; }

    public static SnapshotImage Of(LogSnapshot snapshot)
    {
        var bytes = new byte[PrefixSize + snapshot.Configuration.Length + snapshot.Content.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, (uint)snapshot.Configuration.Length);
        snapshot.Configuration.CopyTo(bytes.AsMemory(PrefixSize));
        snapshot.Content.CopyTo(bytes.AsMemory(PrefixSize + snapshot.Configuration.Length));
        return new SnapshotImage(snapshot.Index, snapshot.Term, bytes);
    }

    /// <summary>Takes apart what has arrived whole; null when it is not what was sent.</summary>
    public static LogSnapshot? TryDecode(LogIndex index, Term term, byte[] bytes, uint crc, out GroupConfiguration configuration)
    {
        configuration = GroupConfiguration.Empty;
        if (bytes.Length < PrefixSize || Crc32C.Compute(bytes) != crc)
        {
            return null;
        }

        uint configurationBytes = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        if (configurationBytes > bytes.Length - PrefixSize)
        {
            return null;
        }

        ReadOnlyMemory<byte> encoded = bytes.AsMemory(PrefixSize, (int)configurationBytes);
        if (!GroupConfigurationCodec.TryRead(encoded.Span, out GroupConfiguration? decoded))
        {
            return null;
        }

        configuration = decoded;
        return new LogSnapshot(index, term, encoded, bytes.AsMemory(PrefixSize + (int)configurationBytes));
    }
}
