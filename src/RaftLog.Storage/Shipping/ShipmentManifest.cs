using System.Buffers;
using System.Buffers.Binary;
using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Storage;

/// <summary>
/// What a shipped log consists of, the beginning of its run of bytes; the files of the segments follow, one behind the other. A length of the
/// rest (u32, little-endian), then big-endian (<see cref="WireWriter"/>):
/// <code>
///   i16 version, 1   the beginning of the log (<see cref="LogCheckpointCodec"/>)   i64 last index   i64 next offset   i32 last term
///   i32 number of segments, then for each:
///       string file name   i64 first index   i64 first offset   i64 last index   i64 next offset   i32 last term   i64 length
/// </code>
/// Guarantees of one that was decoded: (1) the segments follow each other without a gap, from the first index to the last; (2) each has a name that a
/// segment can have.
/// </summary>
internal sealed class ShipmentManifest
{
    /// <summary>The bytes of the length before the manifest.</summary>
    public const int PrefixSize = sizeof(uint);

    /// <summary>The receiver holds it in memory. Enough for a hundred thousand segments and as many producers.</summary>
    public const int MaxBytes = 64 << 20;

    private const short Version = 1;
    private const int LeastSegmentBytes = 46;

    /// <param name="start">What is known of the log before its first segment, and its log start.</param>
    /// <param name="segments">The segments, ascending and without a gap.</param>
    public ShipmentManifest(LogCheckpoint start, IReadOnlyList<ShippedSegment> segments)
    {
        Start = start;
        Segments = segments;
        ShippedSegment? last = segments.Count > 0 ? segments[segments.Count - 1] : null;
        LastIndex = last?.LastIndex ?? start.FirstIndex.Previous();
        NextOffset = last?.NextOffset ?? start.FirstOffset;
        LastTerm = last?.LastTerm ?? start.PrecedingTerm;
        SegmentsLength = segments.Sum(segment => segment.Length);
    }

    public LogCheckpoint Start { get; }

    public IReadOnlyList<ShippedSegment> Segments { get; }

    /// <summary>The last entry shipped; the one before the first index when there is no segment.</summary>
    public LogIndex LastIndex { get; }

    public Term LastTerm { get; }

    /// <summary>The offset behind the last record shipped.</summary>
    public Offset NextOffset { get; }

    /// <summary>The bytes of all segment files.</summary>
    public long SegmentsLength { get; }

    /// <summary>The manifest as it travels, with its length before it.</summary>
    public byte[] Encode()
    {
        var bytes = new ArrayBufferWriter<byte>();
        var writer = new WireWriter(bytes);
        writer.WriteInt32(0);
        writer.WriteInt16(Version);
        LogCheckpointCodec.Write(ref writer, Start);
        writer.WriteInt64(LastIndex.Value);
        writer.WriteInt64(NextOffset.Value);
        writer.WriteInt32(LastTerm.Value);
        writer.WriteInt32(Segments.Count);
        foreach (ShippedSegment segment in Segments)
        {
            writer.WriteString(segment.Name, flexible: false);
            writer.WriteInt64(segment.FirstIndex.Value);
            writer.WriteInt64(segment.FirstOffset.Value);
            writer.WriteInt64(segment.LastIndex.Value);
            writer.WriteInt64(segment.NextOffset.Value);
            writer.WriteInt32(segment.LastTerm.Value);
            writer.WriteInt64(segment.Length);
        }

        writer.Flush();
        byte[] encoded = bytes.WrittenSpan.ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(encoded, (uint)(encoded.Length - PrefixSize));
        return encoded;
    }

    /// <summary>Reads the bytes behind the length.</summary>
    /// <exception cref="WireFormatException">These are not the bytes of a manifest, or they contradict themselves.</exception>
    public static ShipmentManifest Decode(ReadOnlyMemory<byte> bytes)
    {
        var reader = new WireReader(bytes);
        if (reader.ReadInt16() != Version)
        {
            throw new WireFormatException("The shipment has a version that this program does not know.", 0);
        }

        LogCheckpoint start = LogCheckpointCodec.Read(ref reader);
        var lastIndex = new LogIndex(reader.ReadInt64());
        var nextOffset = new Offset(reader.ReadInt64());
        var lastTerm = new Term(reader.ReadInt32());
        var segments = new ShippedSegment[reader.ReadArrayLength(flexible: false, LeastSegmentBytes)];
        for (int i = 0; i < segments.Length; i++)
        {
            segments[i] = new ShippedSegment(
                reader.ReadString(flexible: false),
                new LogIndex(reader.ReadInt64()),
                new Offset(reader.ReadInt64()),
                new LogIndex(reader.ReadInt64()),
                new Offset(reader.ReadInt64()),
                new Term(reader.ReadInt32()),
                reader.ReadInt64());
        }

        var manifest = new ShipmentManifest(start, segments);
        return manifest.LastIndex == lastIndex && manifest.NextOffset == nextOffset && manifest.LastTerm == lastTerm && IsContiguous(manifest)
            ? manifest
            : throw new WireFormatException("The segments of the shipment do not follow each other.", reader.Position);
    }

    private static bool IsContiguous(ShipmentManifest manifest)
    {
        LogIndex next = manifest.Start.FirstIndex;
        Offset nextOffset = manifest.Start.FirstOffset;
        Term term = manifest.Start.PrecedingTerm;
        foreach (ShippedSegment segment in manifest.Segments)
        {
            if (segment.FirstIndex != next || segment.FirstOffset != nextOffset || segment.LastIndex < segment.FirstIndex
                || segment.NextOffset < segment.FirstOffset || segment.LastTerm < term || segment.Length <= SegmentHeader.Size
                || !segment.HasSoundName)
            {
                return false;
            }

            next = segment.LastIndex.Next();
            nextOffset = segment.NextOffset;
            term = segment.LastTerm;
        }

        return manifest.Start.FirstIndex.Value >= 1 && manifest.SegmentsLength >= 0;
    }
}
