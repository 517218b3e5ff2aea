using System.Buffers;
using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Storage;

/// <summary>
/// The bytes of a <see cref="ProducerStateTable"/>, as in its snapshot files and in the log checkpoint. Big-endian (<see cref="WireWriter"/>), an
/// offset that there is not is -1:
/// <code>
///   i32  -2, the version: no number of producers
///   i32  number of producers, then for each:
///        i64 producer id   i64 offset of its first batch   i64 offset of its first marker   i64 offset where its open transaction begins
///        i8 number of batches, then for each from the oldest:
///            i16 epoch   i32 base sequence   i32 last sequence   i64 base offset   i64 next offset   i64 timestamp
///        i8 number of markers, then for each from the oldest:
///            i64 offset   i16 epoch   i32 coordinator epoch   i64 timestamp   i64 offset of the transaction's first record
/// </code>
/// Before there were transactions it began with the number of producers, and for each there was the id, the offset of its first batch, and the batches.
/// </summary>
internal static class ProducerStateCodec
{
    private const int Version = -2;
    private const int LeastProducerBytesBefore = 17;
    private const int LeastProducerBytes = 34;
    private const long None = -1;

    public static ReadOnlyMemory<byte> Encode(ProducerStateTable table)
    {
        var body = new ArrayBufferWriter<byte>();
        var writer = new WireWriter(body);
        writer.WriteInt32(Version);
        writer.WriteInt32(table.Count);
        foreach ((long id, ProducerEntry producer) in table.Producers)
        {
            writer.WriteInt64(id);
            WriteProducer(ref writer, producer);
        }

        writer.Flush();
        return body.WrittenMemory;
    }

    /// <summary>Fills an empty table.</summary>
    /// <exception cref="WireFormatException">These are not the bytes of a table.</exception>
    public static void Decode(ReadOnlyMemory<byte> bytes, ProducerStateTable table)
    {
        var reader = new WireReader(bytes);
        WireReader behindVersion = reader;
        bool hasTransactions = behindVersion.ReadInt32() == Version;
        if (hasTransactions)
        {
            reader = behindVersion;
        }

        int producers = reader.ReadArrayLength(flexible: false, hasTransactions ? LeastProducerBytes : LeastProducerBytesBefore);
        for (int i = 0; i < producers; i++)
        {
            table.Restore(reader.ReadInt64(), ReadProducer(ref reader, hasTransactions));
        }

        table.Restored();
    }

    private static void WriteProducer(ref WireWriter writer, ProducerEntry producer)
    {
        Write(ref writer, producer.FirstBatch);
        Write(ref writer, producer.FirstMarker);
        Write(ref writer, producer.OpenSince);
        writer.WriteInt8((sbyte)producer.Count);
        for (int i = 0; i < producer.Count; i++)
        {
            ProducerBatch batch = producer[i];
            writer.WriteInt16(batch.Epoch);
            writer.WriteInt32(batch.BaseSequence);
            writer.WriteInt32(batch.LastSequence);
            writer.WriteInt64(batch.BaseOffset.Value);
            writer.WriteInt64(batch.NextOffset.Value);
            writer.WriteInt64(batch.TimestampMs);
        }

        writer.WriteInt8((sbyte)producer.MarkerCount);
        for (int i = 0; i < producer.MarkerCount; i++)
        {
            ProducerMarker marker = producer.Marker(i);
            writer.WriteInt64(marker.Offset.Value);
            writer.WriteInt16(marker.Epoch);
            writer.WriteInt32(marker.CoordinatorEpoch);
            writer.WriteInt64(marker.TimestampMs);
            Write(ref writer, marker.First);
        }
    }

    private static ProducerEntry ReadProducer(ref WireReader reader, bool hasTransactions)
    {
        Offset? firstBatch = ReadOffset(ref reader);
        Offset? firstMarker = hasTransactions ? ReadOffset(ref reader) : null;
        Offset? openSince = hasTransactions ? ReadOffset(ref reader) : null;
        var producer = new ProducerEntry(firstBatch, firstMarker);
        int batches = reader.ReadInt8();
        for (int i = 0; i < batches; i++)
        {
            producer.Add(new ProducerBatch(
                reader.ReadInt16(),
                reader.ReadInt32(),
                reader.ReadInt32(),
                new Offset(reader.ReadInt64()),
                new Offset(reader.ReadInt64()),
                reader.ReadInt64()));
        }

        int markers = hasTransactions ? reader.ReadInt8() : 0;
        for (int i = 0; i < markers; i++)
        {
            producer.Add(new ProducerMarker(
                new Offset(reader.ReadInt64()), reader.ReadInt16(), reader.ReadInt32(), reader.ReadInt64(), ReadOffset(ref reader)));
        }

        if (openSince is { } open)
        {
            producer.TryOpen(open);
        }

        return producer;
    }

    private static void Write(ref WireWriter writer, Offset? offset) => writer.WriteInt64(offset?.Value ?? None);

    private static Offset? ReadOffset(ref WireReader reader)
    {
        long value = reader.ReadInt64();
        return value == None ? null : new Offset(value);
    }
}
