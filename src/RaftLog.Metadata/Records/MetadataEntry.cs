using System.Buffers;
using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>
/// The payload of a command entry of the metadata group: records that take effect together. A snapshot is a sequence of such payloads.
/// </summary>
/// <remarks>
/// <code>
/// uvarint count, then so many times:
///     uvarint type   (<see cref="MetadataRecordType"/>)
///     uvarint version
///     uvarint length of what follows
///     the record in that version (flexible encoding: big-endian numbers, compact lengths, tagged fields)
/// </code>
/// The log frame around it carries the checksum. The length lets a tool pass over records that it does not know; a broker must not.
/// </remarks>
internal static class MetadataEntry
{
    /// <summary>Encodes records as the payload of one entry.</summary>
    public static byte[] Encode(IReadOnlyList<MetadataRecord> records)
    {
        var output = new ArrayBufferWriter<byte>();
        Write(output, records);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Appends the payload to <paramref name="output"/>.</summary>
    public static void Write(IBufferWriter<byte> output, IReadOnlyList<MetadataRecord> records)
    {
        var writer = new WireWriter(output);
        writer.WriteUnsignedVarint((uint)records.Count);
        foreach (var record in records)
        {
            var format = MetadataRecordFormat.Of(record);
            var content = (IWireWritable)record;
            writer.WriteUnsignedVarint((uint)format.Type);
            writer.WriteUnsignedVarint((uint)format.Version);
            writer.WriteUnsignedVarint((uint)content.SizeOf(format.Version));
            content.Write(ref writer, format.Version);
        }

        writer.Flush();
    }

    /// <summary>How many bytes <paramref name="record"/> takes in a payload.</summary>
    public static int SizeOf(MetadataRecord record)
    {
        var format = MetadataRecordFormat.Of(record);
        int content = ((IWireWritable)record).SizeOf(format.Version);
        return WireSize.OfUnsignedVarint((uint)format.Type) + WireSize.OfUnsignedVarint((uint)format.Version)
            + WireSize.OfUnsignedVarint((uint)content) + content;
    }

    /// <summary>Decodes a payload that is nothing but one entry.</summary>
    /// <exception cref="MetadataFormatException">The bytes are no entry, or one of a newer program.</exception>
    public static List<MetadataRecord> Decode(ReadOnlySpan<byte> payload)
    {
        var reader = new WireReader(payload);
        try
        {
            var records = Read(ref reader);
            reader.RequireEnd();
            return records;
        }
        catch (WireFormatException damage)
        {
            throw new MetadataFormatException("A metadata entry is damaged", damage);
        }
    }

    /// <summary>Reads one payload and leaves the reader behind it.</summary>
    public static List<MetadataRecord> Read(ref WireReader reader)
    {
        uint count = reader.ReadUnsignedVarint();
        var records = new List<MetadataRecord>((int)Math.Min(count, reader.Remaining));
        for (uint i = 0; i < count; i++)
        {
            records.Add(ReadRecord(ref reader));
        }

        return records;
    }

    private static MetadataRecord ReadRecord(ref WireReader reader)
    {
        uint type = reader.ReadUnsignedVarint();
        uint version = reader.ReadUnsignedVarint();
        uint length = reader.ReadUnsignedVarint();
        var format = MetadataRecordFormat.Of((MetadataRecordType)type)
            ?? throw new MetadataFormatException($"Metadata record type {type} is unknown here: a newer broker wrote it, and this one must be upgraded");
        if (version > (uint)format.Version)
        {
            throw new MetadataFormatException(
                $"Metadata record {format.Type} has version {version}, and this broker reads up to {format.Version}: it must be upgraded");
        }

        long end = reader.Position + length;
        var record = format.Read(ref reader, (short)version);
        return reader.Position == end
            ? record
            : throw new MetadataFormatException($"Metadata record {format.Type} ends at byte {reader.Position}, not at {end} as its length says");
    }
}
