using System.Buffers.Binary;
using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>
/// The hard state file itself: a header, then <see cref="HardStateRecord"/>s, each replacing what earlier ones say of its group. Appended to,
/// and rewritten as a whole when most of it is out of date. Little-endian:
/// <code>
///   0  u64  magic "RLHSTATE"
///   8  u32  format version, 1
///  12  u32  CRC-32C of the bytes 0..11
///  16       records
/// </code>
/// After a crash the records of a write that was never flushed may be torn: they are cut, for nothing was promised on them yet. Torn is what is too
/// short, or zeros up to or from a sector's boundary; any other record that does not match its checksum is damage. Used by one thread at a time.
/// </summary>
internal sealed class HardStateFile : IDisposable
{
    private const int HeaderSize = 16;
    private const int Version = 1;

    // The least that a disk writes as a whole.
    private const int SectorSize = 512;

    private readonly IFileSystem _fileSystem;
    private readonly string _path;
    private IFile _file;

    private HardStateFile(IFileSystem fileSystem, string path, IFile file, long records)
    {
        _fileSystem = fileSystem;
        _path = path;
        _file = file;
        Records = records;
    }

    /// <summary>The number of records in the file.</summary>
    public long Records { get; private set; }

    private static ReadOnlySpan<byte> Magic => "RLHSTATE"u8;

    /// <summary>Begins an empty file, durably.</summary>
    public static void Create(IFileSystem fileSystem, string path) => fileSystem.ReplaceDurably(path, Encode([]));

    /// <summary>Opens an existing file and reads it into <paramref name="states"/>.</summary>
    /// <exception cref="LogCorruptException">Something that had been durable cannot be read.</exception>
    public static HardStateFile Open(IFileSystem fileSystem, string path, Dictionary<GroupId, StoredHardState> states)
    {
        int records = Read(fileSystem, path, states, out int end, out int length);
        IFile file = fileSystem.Open(path, FileOpenMode.ReadWrite);
        if (end < length)
        {
            file.SetLength(end);
        }

        // What a killed process has written may not be durable yet, and will be acted on.
        file.Flush();
        return new HardStateFile(fileSystem, path, file, records);
    }

    /// <summary>Reads a file and changes nothing.</summary>
    /// <param name="fileSystem">The disk.</param>
    /// <param name="path">The file.</param>
    /// <param name="states">Gets the states.</param>
    /// <param name="end">Behind the last record; what follows was torn.</param>
    /// <param name="length">The length of the file.</param>
    /// <returns>The number of records.</returns>
    /// <exception cref="LogCorruptException">Something that had been durable cannot be read.</exception>
    public static int Read(IFileSystem fileSystem, string path, Dictionary<GroupId, StoredHardState> states, out int end, out int length)
    {
        byte[] bytes = fileSystem.ReadAllBytes(path);
        RequireHeader(path, bytes);
        int records = 0;
        int at = HeaderSize;
        for (; HardStateRecord.TryRead(bytes.AsSpan(at), out HardStateRecord record); at += HardStateRecord.Size)
        {
            records++;
            if (record.State is { } state)
            {
                states[record.Group] = state;
            }
            else
            {
                states.Remove(record.Group);
            }
        }

        RequireTorn(path, bytes, at, records);
        end = at;
        length = bytes.Length;
        return records;
    }

    /// <summary>Appends records; durable when it returns.</summary>
    public void Append(IReadOnlyList<(GroupId Group, StoredHardState? State)> changes)
    {
        byte[] bytes = new byte[changes.Count * HardStateRecord.Size];
        for (int i = 0; i < changes.Count; i++)
        {
            new HardStateRecord(changes[i].Group, changes[i].State, Records).Write(bytes.AsSpan(i * HardStateRecord.Size));
        }

        _file.Write(HeaderSize + (Records * HardStateRecord.Size), bytes);
        _file.Flush();
        Records += changes.Count;
    }

    /// <summary>Replaces the file by one that holds just these states; durable when it returns, and whole after a crash at any point.</summary>
    public void Rewrite(IReadOnlyCollection<KeyValuePair<GroupId, StoredHardState>> states)
    {
        _fileSystem.ReplaceDurably(_path, Encode(states));
        _file.Dispose();
        _file = _fileSystem.Open(_path, FileOpenMode.ReadWrite);
        Records = states.Count;
    }

    public void Dispose() => _file.Dispose();

    private static byte[] Encode(IReadOnlyCollection<KeyValuePair<GroupId, StoredHardState>> states)
    {
        byte[] bytes = new byte[HeaderSize + (states.Count * HardStateRecord.Size)];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), Version);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(12), Crc32C.Compute(bytes.AsSpan(0, 12)));
        int at = HeaderSize;
        foreach ((GroupId group, StoredHardState state) in states)
        {
            new HardStateRecord(group, state, 0).Write(bytes.AsSpan(at));
            at += HardStateRecord.Size;
        }

        return bytes;
    }

    private static void RequireHeader(string path, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderSize || !bytes[..8].SequenceEqual(Magic)
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]) != Crc32C.Compute(bytes[..12]))
        {
            throw new LogCorruptException(path, 0, "the header does not match its checksum.");
        }

        int version = BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]);
        if (version > Version)
        {
            throw new NewerFormatException($"{path} has format version {version}; this program reads up to {Version}. Use the newer program.");
        }
    }

    // Forgetting a vote that was acted on elects two leaders in one term, so only what was never flushed may go.
    private static void RequireTorn(string path, ReadOnlySpan<byte> bytes, int end, int records)
    {
        if (end + HardStateRecord.Size <= bytes.Length && !CanBeTorn(bytes, end))
        {
            throw new LogCorruptException(path, end, "a record of terms and votes does not match its checksum, and no crash leaves one like that.");
        }

        for (int at = end + HardStateRecord.Size; at + HardStateRecord.Size <= bytes.Length; at += HardStateRecord.Size)
        {
            if (HardStateRecord.TryRead(bytes[at..], out HardStateRecord later) && later.DurableRecords > records)
            {
                throw new LogCorruptException(path, end, "a record of terms and votes that had been flushed cannot be read.");
            }
        }
    }

    // A write behind the end of a file that was not flushed leaves each sector whole or not there, which reads as zeros. Without this the last record could
    // rot unnoticed: it would pass for one that nobody has relied on.
    private static bool CanBeTorn(ReadOnlySpan<byte> bytes, int at)
    {
        int boundary = (at / SectorSize * SectorSize) + SectorSize;
        int inFirst = Math.Min(HardStateRecord.Size, boundary - at);
        ReadOnlySpan<byte> record = bytes.Slice(at, HardStateRecord.Size);
        return !record[..inFirst].ContainsAnyExcept((byte)0) || (inFirst < record.Length && !record[inFirst..].ContainsAnyExcept((byte)0));
    }
}
