using System.Buffers.Binary;
using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>
/// The envelope of the small files that are written whole and replaced whole (data directory, replica manifest, producer state, snapshot).
/// Little-endian:
/// <code>
///   0  u64  magic of the kind of file, eight ASCII letters
///   8  u32  format version of that kind, from 1
///  12  u32  CRC-32C of the bytes 0..11 and 16..end
///  16  i64  length of the body
///  24       body, drawn at the type that owns the file
/// </code>
/// </summary>
internal static class CheckedFile
{
    public const int HeadSize = 24;

    /// <summary>Replaces a file durably.</summary>
    public static void Write(IFileSystem fileSystem, string path, ReadOnlySpan<byte> magic, int version, ReadOnlySpan<byte> body) =>
        fileSystem.ReplaceDurably(path, Encode(magic, version, body));

    /// <summary>Writes what is to replace a file under a temporary name (<see cref="FileSystemOperations.TakeFromBeside"/>).</summary>
    public static void WriteBeside(IFileSystem fileSystem, string path, ReadOnlySpan<byte> magic, int version, ReadOnlySpan<byte> body) =>
        fileSystem.WriteBeside(path, Encode(magic, version, body));

    /// <summary>Writes a file that can be rebuilt: neither it nor its name is flushed, and a crash may leave it damaged.</summary>
    public static void WriteCache(IFileSystem fileSystem, string path, ReadOnlySpan<byte> magic, int version, ReadOnlySpan<byte> body)
    {
        using IFile file = fileSystem.Open(path, FileOpenMode.Truncate);
        file.Write(0, Encode(magic, version, body));
    }

    /// <summary>Reads and checks a file; returns its body.</summary>
    /// <exception cref="LogCorruptException">Magic, length or checksum are wrong.</exception>
    /// <exception cref="NewerFormatException">It was written by a newer program.</exception>
    public static ReadOnlyMemory<byte> Read(IFileSystem fileSystem, string path, ReadOnlySpan<byte> magic, int newestVersion, out int version)
    {
        byte[] contents = fileSystem.ReadAllBytes(path);
        if (contents.Length < HeadSize || !contents.AsSpan(0, 8).SequenceEqual(magic[..8]))
        {
            throw new LogCorruptException(path, 0, "it does not begin as a file of this kind does.");
        }

        version = BinaryPrimitives.ReadInt32LittleEndian(contents.AsSpan(8));
        if (BinaryPrimitives.ReadInt64LittleEndian(contents.AsSpan(16)) != contents.Length - HeadSize
            || BinaryPrimitives.ReadUInt32LittleEndian(contents.AsSpan(12)) != Checksum(contents))
        {
            throw new LogCorruptException(path, 0, "its length or checksum does not match.");
        }

        return version <= newestVersion
            ? contents.AsMemory(HeadSize)
            : throw new NewerFormatException($"{path} has format version {version}; this program reads up to {newestVersion}. Use the newer program.");
    }

    /// <summary>What is wrong with the envelope of a file of whichever kind; null when nothing is.</summary>
    public static string? Probe(IFileSystem fileSystem, string path)
    {
        byte[] contents = fileSystem.ReadAllBytes(path);
        return contents.Length < HeadSize ? "it is too short for a file of this kind."
            : BinaryPrimitives.ReadInt64LittleEndian(contents.AsSpan(16)) != contents.Length - HeadSize ? "its length does not match."
            : BinaryPrimitives.ReadUInt32LittleEndian(contents.AsSpan(12)) != Checksum(contents) ? "its checksum does not match."
            : null;
    }

    private static byte[] Encode(ReadOnlySpan<byte> magic, int version, ReadOnlySpan<byte> body)
    {
        byte[] contents = new byte[HeadSize + body.Length];
        magic[..8].CopyTo(contents);
        BinaryPrimitives.WriteInt32LittleEndian(contents.AsSpan(8), version);
        BinaryPrimitives.WriteInt64LittleEndian(contents.AsSpan(16), body.Length);
        body.CopyTo(contents.AsSpan(HeadSize));
        BinaryPrimitives.WriteUInt32LittleEndian(contents.AsSpan(12), Checksum(contents));
        return contents;
    }

    private static uint Checksum(ReadOnlySpan<byte> contents) => Crc32C.Append(Crc32C.Compute(contents[..12]), contents[16..]);
}
