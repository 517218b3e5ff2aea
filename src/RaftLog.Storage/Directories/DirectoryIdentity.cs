using System.Buffers;
using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Storage;

/// <summary>
/// Whom a data directory belongs to, in its file <c>meta</c>: a <see cref="CheckedFile"/> with the magic "RLDATDIR", version 1, whose body is
/// big-endian (<see cref="WireWriter"/>):
/// <code>
///   string cluster id   i32 broker   u64 directory id
/// </code>
/// Written last when a directory is first used, and never changed. Its version stands for the format of the whole directory.
/// </summary>
internal sealed record DirectoryIdentity(string ClusterId, BrokerId Broker, DirectoryId Directory)
{
    public const string FileName = "meta";
    private const int Version = 1;

    private static ReadOnlySpan<byte> Magic => "RLDATDIR"u8;

    public void Write(IFileSystem fileSystem, string directory)
    {
        var body = new ArrayBufferWriter<byte>();
        var writer = new WireWriter(body);
        writer.WriteString(ClusterId, flexible: false);
        writer.WriteInt32(Broker.Value);
        writer.WriteUInt64(Directory.Value);
        writer.Flush();
        CheckedFile.Write(fileSystem, Path.Combine(directory, FileName), Magic, Version, body.WrittenSpan);
    }

    public static DirectoryIdentity Read(IFileSystem fileSystem, string directory)
    {
        string path = Path.Combine(directory, FileName);
        var reader = new WireReader(CheckedFile.Read(fileSystem, path, Magic, Version, out _));
        try
        {
            return new DirectoryIdentity(
                reader.ReadString(flexible: false),
                new BrokerId(reader.ReadInt32()),
                new DirectoryId(reader.ReadUInt64()));
        }
        catch (WireFormatException exception)
        {
            throw new LogCorruptException($"{path} is damaged: {exception.Message}", exception);
        }
    }
}
