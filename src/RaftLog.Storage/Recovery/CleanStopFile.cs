using System.Buffers;
using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Storage;

/// <summary>
/// What a log knew of its sealed segments when it was closed, so that the next start opens none of them. A <see cref="CheckedFile"/> with the magic
/// "RLCLEANS", version 1, whose body is big-endian (<see cref="WireWriter"/>), records in the format of the index (<see cref="IndexRecord"/>):
/// <code>
///   i64 id of the run (<see cref="StorageRun"/>)   i32 number of segments, then for each:
///       string file name   64 bytes header (<see cref="SegmentHeader"/>)   40 bytes seal   i32 number and 40 bytes each of the terms, configurations, commands and aborted transactions
/// </code>
/// A cache, and not flushed: missing, damaged or of another run, every segment is opened.
/// </summary>
internal static class CleanStopFile
{
    public const string FileName = "clean-stop";
    private const int Version = 1;

    private static ReadOnlySpan<byte> Magic => "RLCLEANS"u8;

    /// <summary>Writes what is known of all segments but the last, which recovery looks at anyway; everything is flushed before.</summary>
    public static void Write(IFileSystem fileSystem, string directory, long run, ReadOnlySpan<LogSegment> segments)
    {
        ReadOnlySpan<LogSegment> closed = segments[..^1];
        var body = new ArrayBufferWriter<byte>();
        var writer = new WireWriter(body);
        writer.WriteInt64(run);
        writer.WriteInt32(closed.Length);
        byte[] header = new byte[SegmentHeader.Size];
        foreach (LogSegment segment in closed)
        {
            segment.Header.Write(header);
            writer.WriteString(Path.GetFileName(segment.Path), flexible: false);
            writer.WriteRaw(header);
            WriteRecord(ref writer, segment.Seal);
            AbortedTransaction[] aborted = segment.Aborted?.All ?? [];
            writer.WriteInt32(segment.Epochs.Count + segment.Configurations.Count + segment.Commands.Count + (2 * aborted.Length));
            foreach (LeaderEpoch epoch in segment.Epochs)
            {
                WriteRecord(ref writer, new IndexRecord(IndexRecordKind.Epoch, epoch.FirstIndex, epoch.StartOffset, epoch.Term.Value, 0));
            }

            foreach (LogIndex configuration in segment.Configurations)
            {
                WriteRecord(ref writer, new IndexRecord(IndexRecordKind.Configuration, configuration, default, 0, 0));
            }

            foreach (LogIndex command in segment.Commands)
            {
                WriteRecord(ref writer, new IndexRecord(IndexRecordKind.Command, command, default, 0, 0));
            }

            foreach (AbortedTransaction one in aborted)
            {
                WriteRecord(ref writer, new IndexRecord(IndexRecordKind.AbortedProducer, default, one.Last, one.ProducerId, 0));
                WriteRecord(ref writer, new IndexRecord(IndexRecordKind.AbortedTransaction, default, one.Last, one.First.Value, 0));
            }
        }

        writer.Flush();
        CheckedFile.WriteCache(fileSystem, Path.Combine(directory, FileName), Magic, Version, body.WrittenSpan);
    }

    /// <summary>
    /// What the previous run has left of a log, by the names of the segment files; empty unless that run ended by a clean stop. A file of the
    /// present run (its log is opened once more) is removed for good: it will be out of date, under an id that is going to be believed.
    /// </summary>
    public static Dictionary<string, CleanSegment> Read(StorageContext storage, string directory)
    {
        var segments = new Dictionary<string, CleanSegment>(StringComparer.Ordinal);
        string path = Path.Combine(directory, FileName);
        if (storage.Run is not { } run || !storage.FileSystem.FileExists(path))
        {
            return segments;
        }

        try
        {
            var reader = new WireReader(CheckedFile.Read(storage.FileSystem, path, Magic, Version, out _));
            long id = reader.ReadInt64();
            if (id == run.CleanPredecessor)
            {
                ReadSegments(ref reader, path, segments);
            }
            else if (id == run.Id)
            {
                storage.FileSystem.DeleteFile(path);
                storage.FileSystem.FlushDirectory(directory);
            }
        }
        catch (Exception unusable) when (unusable is LogCorruptException or WireFormatException)
        {
            StorageEvents.IgnoredCleanStop(storage.Logger, path, unusable.Message);
            segments.Clear();
        }

        return segments;
    }

    private static void ReadSegments(ref WireReader reader, string path, Dictionary<string, CleanSegment> segments)
    {
        Span<byte> bytes = stackalloc byte[SegmentHeader.Size];
        int count = reader.ReadArrayLength(flexible: false, SegmentHeader.Size + IndexRecord.Size);
        for (int i = 0; i < count; i++)
        {
            string name = reader.ReadString(flexible: false);
            reader.CopyTo(bytes);
            if (!SegmentHeader.TryRead(bytes, path, out SegmentHeader header))
            {
                throw new LogCorruptException(path, 0, "a segment header in it does not match its checksum.");
            }

            IndexRecord seal = ReadRecord(ref reader, path);
            var records = new IndexRecord[reader.ReadArrayLength(flexible: false, IndexRecord.Size)];
            for (int r = 0; r < records.Length; r++)
            {
                records[r] = ReadRecord(ref reader, path);
            }

            segments[name] = new CleanSegment(header, new IndexContents(records, seal, seal.Position, IsExact: false));
        }
    }

    private static void WriteRecord(ref WireWriter writer, in IndexRecord record)
    {
        byte[] bytes = new byte[IndexRecord.Size];
        record.Write(bytes);
        writer.WriteRaw(bytes);
    }

    private static IndexRecord ReadRecord(ref WireReader reader, string path)
    {
        Span<byte> bytes = stackalloc byte[IndexRecord.Size];
        reader.CopyTo(bytes);
        return IndexRecord.TryRead(bytes, out IndexRecord record)
            ? record
            : throw new LogCorruptException(path, 0, "a record in it does not match its checksum.");
    }
}
