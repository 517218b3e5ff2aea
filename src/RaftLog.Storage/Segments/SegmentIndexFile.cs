using System.Buffers.Binary;
using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>
/// The index file beside a segment: signposts, the terms and configurations that begin in it, and how much of the segment is durable.
/// Little-endian:
/// <code>
///   0  u64  magic "RLSGINDX"
///   8  u32  format version, 1
///  12  u32  CRC-32C of the bytes 0..11 and 16..47
///  16  i64  first index of the segment
///  24  i64  first offset of the segment
///  32       zero
///  48  i64  durable length of the segment file
///  56  u32  CRC-32C of the bytes 48..55
///  60  u32  zero
///  64       records (<see cref="IndexRecord"/>), in the order of their positions; the last one of a complete segment is its seal
/// </code>
/// A cache: missing or damaged, it is rebuilt from the segment. Guarantees of a readable one: (1) a record is written only after the frames
/// before its position were flushed, so recovery need not look at those; (2) so is the durable length, which therefore tells a torn tail from
/// damage; (3) the seal is durable before anything of the next segment is reported as such.
/// </summary>
/// <remarks>The writer adds records in memory; the flusher writes them out. Both take the gate.</remarks>
internal sealed class SegmentIndexFile(IFileSystem fileSystem, string path, LogIndex firstIndex, Offset firstOffset) : IDisposable
{
    private const int HeaderSize = 64;
    private const int MarkPosition = 48;
    private const int MarkSize = 16;
    private const int Version = 1;

    private readonly Lock _gate = new();

    // Ascending in position; those behind the durable length wait for it.
    private readonly Queue<IndexRecord> _waiting = new();
    private IFile? _file;
    private long _recordsWritten;
    private bool _closed;

    private static ReadOnlySpan<byte> Magic => "RLSGINDX"u8;

    /// <summary>Where it is.</summary>
    public string FilePath => path;

    /// <summary>Where a record stands in the file.</summary>
    public static long PositionOf(long record) => HeaderSize + (record * IndexRecord.Size);

    /// <summary>Reads an index file; null when it is missing or not the index of this segment.</summary>
    public IndexContents? Load()
    {
        byte[] bytes;
        try
        {
            bytes = fileSystem.ReadAllBytes(path);
        }
        catch (FileNotFoundException)
        {
            return null;
        }

        if (bytes.Length < HeaderSize || !IsHeader(bytes))
        {
            return null;
        }

        var records = new List<IndexRecord>();
        for (int at = HeaderSize; IndexRecord.TryRead(bytes.AsSpan(at), out IndexRecord record); at += IndexRecord.Size)
        {
            if (record.Kind == IndexRecordKind.Seal)
            {
                return new IndexContents(records, record, record.Position, IsExact: false);
            }

            records.Add(record);
        }

        bool isExact = bytes.Length == HeaderSize + ((long)records.Count * IndexRecord.Size) && IsMark(bytes);
        return new IndexContents(records, null, IsMark(bytes) ? ReadMark(bytes) : SegmentHeader.Size, isExact);
    }

    /// <summary>Whether there is a file that holds anything.</summary>
    public bool Exists()
    {
        if (!fileSystem.FileExists(path))
        {
            return false;
        }

        using IFile file = fileSystem.Open(path, FileOpenMode.Read);
        return file.Length > 0;
    }

    /// <summary>
    /// Lets the file begin with the first <paramref name="records"/> of its present records, or anew, and a durable length; everything else in
    /// it goes. Durable when it returns. Called before the segment is cut and when it is opened.
    /// </summary>
    public void Rewind(int records, long durableLength)
    {
        lock (_gate)
        {
            IFile file = OpenFile();
            file.SetLength(HeaderSize + ((long)records * IndexRecord.Size));
            WriteMark(file, durableLength);
            file.Flush();
            _recordsWritten = records;
            _waiting.Clear();
        }
    }

    /// <summary>Goes on behind the present records of a file that holds exactly these.</summary>
    public void Continue(int records)
    {
        lock (_gate)
        {
            _recordsWritten = records;
            _waiting.Clear();
        }
    }

    /// <summary>Takes back the records that wait to be written.</summary>
    public List<IndexRecord> TakeWaiting()
    {
        lock (_gate)
        {
            List<IndexRecord> waiting = [.. _waiting];
            _waiting.Clear();
            return waiting;
        }
    }

    public void Add(in IndexRecord record)
    {
        lock (_gate)
        {
            _waiting.Enqueue(record);
        }
    }

    /// <summary>Notes that the segment file is durable up to <paramref name="durableLength"/>, and writes the records that were waiting for it.</summary>
    public void Persist(long durableLength)
    {
        lock (_gate)
        {
            // The writer has cut the segment meanwhile: what this flush proved is no longer about this file.
            if (_closed)
            {
                return;
            }

            bool isNew = _file is null;
            IFile file = WriteOut(durableLength);
            if (isNew)
            {
                // From now on a segment without a readable index was never flushed, and recovery may cut it where it ends.
                file.Flush();
            }
        }
    }

    /// <summary>Writes the seal, durably: the segment is complete and was flushed as a whole.</summary>
    public void Seal(in IndexRecord seal)
    {
        Persist(seal.Position);
        lock (_gate)
        {
            if (!_closed)
            {
                WriteSeal(seal).Flush();
                Close();
            }
        }
    }

    /// <summary>
    /// Writes the whole file of a cleaned segment, which is durable. Nothing depends on it: the segment's own header says where it ends, so what a power
    /// loss leaves of the index is at worst rebuilt.
    /// </summary>
    public void SealCleaned(in IndexRecord seal)
    {
        lock (_gate)
        {
            WriteOut(seal.Position);
            WriteSeal(seal);
            Close();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            Close();
        }
    }

    private static bool IsMark(ReadOnlySpan<byte> bytes) =>
        BinaryPrimitives.ReadUInt32LittleEndian(bytes[(MarkPosition + 8)..]) == Crc32C.Compute(bytes.Slice(MarkPosition, 8));

    private static long ReadMark(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt64LittleEndian(bytes[MarkPosition..]);

    private static void WriteMark(IFile file, long durableLength)
    {
        Span<byte> bytes = stackalloc byte[MarkSize];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, durableLength);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[8..], Crc32C.Compute(bytes[..8]));
        bytes[12..].Clear();
        file.Write(MarkPosition, bytes);
    }

    private static uint HeaderChecksum(ReadOnlySpan<byte> header) => Crc32C.Append(Crc32C.Compute(header[..12]), header[16..MarkPosition]);

    private bool IsHeader(ReadOnlySpan<byte> bytes)
    {
        Span<byte> expected = stackalloc byte[MarkPosition];
        WriteHeader(expected);
        return bytes[..MarkPosition].SequenceEqual(expected);
    }

    private void WriteHeader(Span<byte> target)
    {
        target.Clear();
        Magic.CopyTo(target);
        BinaryPrimitives.WriteInt32LittleEndian(target[8..], Version);
        BinaryPrimitives.WriteInt64LittleEndian(target[16..], firstIndex.Value);
        BinaryPrimitives.WriteInt64LittleEndian(target[24..], firstOffset.Value);
        BinaryPrimitives.WriteUInt32LittleEndian(target[12..], HeaderChecksum(target));
    }

    // The records before a position, and that the segment is durable up to there.
    private IFile WriteOut(long durableLength)
    {
        IFile file = OpenFile();
        Span<byte> bytes = stackalloc byte[IndexRecord.Size];
        while (_waiting.TryPeek(out IndexRecord record) && record.Position < durableLength)
        {
            record.Write(bytes);
            file.Write(HeaderSize + (_recordsWritten * IndexRecord.Size), bytes);
            _recordsWritten++;
            _waiting.Dequeue();
        }

        WriteMark(file, durableLength);
        return file;
    }

    private IFile WriteSeal(in IndexRecord seal)
    {
        IFile file = OpenFile();
        Span<byte> bytes = stackalloc byte[IndexRecord.Size];
        seal.Write(bytes);
        file.Write(HeaderSize + (_recordsWritten * IndexRecord.Size), bytes);
        return file;
    }

    private void Close()
    {
        _closed = true;
        _file?.Dispose();
        _file = null;
    }

    private IFile OpenFile()
    {
        if (_file is null)
        {
            _file = fileSystem.Open(path, FileOpenMode.OpenOrCreate);
            Span<byte> header = stackalloc byte[MarkPosition];
            WriteHeader(header);
            _file.Write(0, header);
        }

        return _file;
    }
}
