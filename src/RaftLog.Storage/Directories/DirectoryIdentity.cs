using System.Buffers;
using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Storage;

/// <summary>
/// Whom a directory of a broker belongs to, in its file <c>meta</c>: a <see cref="CheckedFile"/> with the magic "RLDATDIR" whose body is
/// big-endian (<see cref="WireWriter"/>):
/// <code>
///   string cluster id   i32 broker   u64 directory id
///   u64 id of the broker's data directory, in version 2: the mark of a further log directory; version 1 is a data directory
/// </code>
/// Written last when a directory is first used, and never changed. Its version stands for the format of the whole directory.
/// </summary>
/// <param name="ClusterId">The cluster.</param>
/// <param name="Broker">The broker.</param>
/// <param name="Directory">The directory's own id.</param>
/// <param name="DataDirectory">The data directory that this further log directory goes with; null for a data directory itself.</param>
internal sealed record DirectoryIdentity(string ClusterId, BrokerId Broker, DirectoryId Directory, DirectoryId? DataDirectory = null)
{
    public const string FileName = "meta";
    private const int DataDirectoryVersion = 1;
    private const int LogDirectoryVersion = 2;

    private static ReadOnlySpan<byte> Magic => "RLDATDIR"u8;

    public void Write(IFileSystem fileSystem, string directory)
    {
        var body = new ArrayBufferWriter<byte>();
        var writer = new WireWriter(body);
        writer.WriteString(ClusterId, flexible: false);
        writer.WriteInt32(Broker.Value);
        writer.WriteUInt64(Directory.Value);
        if (DataDirectory is { } dataDirectory)
        {
            writer.WriteUInt64(dataDirectory.Value);
        }

        writer.Flush();
        int version = DataDirectory is null ? DataDirectoryVersion : LogDirectoryVersion;
        CheckedFile.Write(fileSystem, Path.Combine(directory, FileName), Magic, version, body.WrittenSpan);
    }

    public static DirectoryIdentity Read(IFileSystem fileSystem, string directory)
    {
        string path = Path.Combine(directory, FileName);
        var reader = new WireReader(CheckedFile.Read(fileSystem, path, Magic, LogDirectoryVersion, out int version));
        try
        {
            return new DirectoryIdentity(
                reader.ReadString(flexible: false),
                new BrokerId(reader.ReadInt32()),
                new DirectoryId(reader.ReadUInt64()),
                version == LogDirectoryVersion ? new DirectoryId(reader.ReadUInt64()) : null);
        }
        catch (WireFormatException exception)
        {
            throw new LogCorruptException($"{path} is damaged: {exception.Message}", exception);
        }
    }
}
