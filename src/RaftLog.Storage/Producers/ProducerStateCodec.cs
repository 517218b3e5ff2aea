using System.Buffers;
using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Storage;

/// <summary>
/// The bytes of a <see cref="ProducerStateTable"/>, as in its snapshot files and in the log checkpoint. Big-endian (<see cref="WireWriter"/>):
/// <code>
///   i32  number of producers, then for each:
///        i64 producer id   i64 first offset seen   i8 number of batches, then for each from the oldest:
///            i16 epoch   i32 base sequence   i32 last sequence   i64 base offset   i64 next offset   i64 timestamp
/// </code>
/// </summary>
internal static class ProducerStateCodec
{
    private const int LeastProducerBytes = 17;

    public static ReadOnlyMemory<byte> Encode(ProducerStateTable table)
    {
        var body = new ArrayBufferWriter<byte>();
        var writer = new WireWriter(body);
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
        int producers = reader.ReadArrayLength(flexible: false, LeastProducerBytes);
        for (int i = 0; i < producers; i++)
        {
            table.Restore(reader.ReadInt64(), ReadProducer(ref reader));
        }
    }

    private static void WriteProducer(ref WireWriter writer, ProducerEntry producer)
    {
        writer.WriteInt64(producer.FirstSeen.Value);
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
    }

    private static ProducerEntry ReadProducer(ref WireReader reader)
    {
        var producer = new ProducerEntry(new Offset(reader.ReadInt64()));
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

        return producer;
    }
}
