using System.Buffers.Binary;
using RaftLog.Consensus;
using RaftLog.Model;
using RaftLog.Storage;

namespace RaftLog.Replication;

/// <summary>
/// The state of a group of commands as it travels, from memory: <c>u32 bytes of the configuration, configuration, state</c>, with a checksum over all
/// of it.
/// </summary>
internal sealed class SnapshotImage : SnapshotSource
{
    private const int PrefixSize = sizeof(uint);

    private readonly byte[] _bytes;

    private SnapshotImage(LogIndex index, Term term, byte[] bytes)
    {
        _bytes = bytes;
        Index = index;
        Term = term;
        Crc = Crc32C.Compute(bytes);
    }

    public override LogIndex Index { get; }

    public override Term Term { get; }

    public override long TotalBytes => _bytes.Length;

    public override uint Crc { get; }

    public static SnapshotImage Of(LogSnapshot snapshot)
    {
        var bytes = new byte[PrefixSize + snapshot.Configuration.Length + snapshot.Content.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, (uint)snapshot.Configuration.Length);
        snapshot.Configuration.CopyTo(bytes.AsMemory(PrefixSize));
        snapshot.Content.CopyTo(bytes.AsMemory(PrefixSize + snapshot.Configuration.Length));
        return new SnapshotImage(snapshot.Index, snapshot.Term, bytes);
    }

    public override void Read(long position, Span<byte> into) => _bytes.AsSpan((int)position, into.Length).CopyTo(into);

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
