using System.Buffers;
using System.Globalization;
using Microsoft.Extensions.Logging;
using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Storage;

/// <summary>
/// The producer state files of a log, <c>{next index}.producers</c>: the state as of the entries below that index. A cache that spares
/// opening the log a replay of all of it, so it is not flushed. A <see cref="CheckedFile"/> with the magic "RLPRODUC", version 1; its body is
/// big-endian (<see cref="WireWriter"/>):
/// <code>
///   i32  number of producers, then for each:
///        i64 producer id   i64 first offset seen   i8 number of batches, then for each from the oldest:
///            i16 epoch   i32 base sequence   i32 last sequence   i64 base offset   i64 next offset   i64 timestamp
/// </code>
/// </summary>
internal sealed class ProducerSnapshots(IFileSystem fileSystem, string directory, ILogger logger)
{
    private const int Version = 1;
    private const int Kept = 2;
    private const int LeastProducerBytes = 17;
    private const string Suffix = ".producers";

    private static ReadOnlySpan<byte> Magic => "RLPRODUC"u8;

    public void Write(ProducerStateTable table, LogIndex next)
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
        CheckedFile.WriteCache(fileSystem, PathOf(next), Magic, Version, body.WrittenSpan);
        List<LogIndex> all = Existing();
        for (int i = 0; i < all.Count - Kept; i++)
        {
            fileSystem.DeleteFile(PathOf(all[i]));
        }
    }

    /// <summary>
    /// Fills an empty table from the newest usable file whose entries are all below <paramref name="end"/>, and removes the files above: they
    /// speak of entries that were lost. Returns the index from which on the log must be replayed.
    /// </summary>
    public LogIndex Restore(ProducerStateTable table, LogIndex end)
    {
        DeleteAbove(end);
        List<LogIndex> all = Existing();
        for (int i = all.Count - 1; i >= 0; i--)
        {
            try
            {
                Read(PathOf(all[i]), table);
                return all[i];
            }
            catch (Exception unusable) when (unusable is IOException or WireFormatException)
            {
                StorageEvents.IgnoredProducerSnapshot(logger, PathOf(all[i]), unusable.Message);
                fileSystem.DeleteFile(PathOf(all[i]));
                table.Clear();
            }
        }

        return LogIndex.Zero;
    }

    /// <summary>Removes the files that contain entries at or above <paramref name="index"/>.</summary>
    public void DeleteAbove(LogIndex index)
    {
        foreach (LogIndex next in Existing())
        {
            if (next > index)
            {
                fileSystem.DeleteFile(PathOf(next));
            }
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

    private void Read(string path, ProducerStateTable table)
    {
        var reader = new WireReader(CheckedFile.Read(fileSystem, path, Magic, Version, out _));
        int producers = reader.ReadArrayLength(flexible: false, LeastProducerBytes);
        for (int i = 0; i < producers; i++)
        {
            table.Restore(reader.ReadInt64(), ReadProducer(ref reader));
        }
    }

    private List<LogIndex> Existing()
    {
        var found = new List<LogIndex>();
        foreach (string name in fileSystem.EnumerateFiles(directory))
        {
            if (name.EndsWith(Suffix, StringComparison.Ordinal)
                && long.TryParse(name.AsSpan(0, name.Length - Suffix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out long next))
            {
                found.Add(new LogIndex(next));
            }
        }

        return found;
    }

    private string PathOf(LogIndex next) => Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"{next.Value:D20}{Suffix}"));
}
