using System.Buffers;
using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Storage;

/// <summary>
/// What a replica directory says about itself, in its file <c>manifest</c>: a <see cref="CheckedFile"/> with the magic "RLMANIFS", version 1,
/// whose body is big-endian (<see cref="WireWriter"/>):
/// <code>
///   uuid topic id   i32 partition   string topic name   i64 group   u64 directory id
/// </code>
/// Written before the directory gets its name, and never changed.
/// </summary>
/// <param name="TopicId">The topic's id; a topic created anew under the same name has another.</param>
/// <param name="Partition">The partition.</param>
/// <param name="TopicName">The topic's name, for people who look at the disk.</param>
/// <param name="Group">The Raft group of the partition.</param>
/// <param name="Directory">
/// The replica's own directory id: that of the data directory when the topic was created with this replica, and one drawn anew for each later
/// replica, so that none is taken for another that was on the same disk before.
/// </param>
public sealed record ReplicaManifest(Guid TopicId, int Partition, string TopicName, GroupId Group, DirectoryId Directory)
{
    internal const string FileName = "manifest";
    private const int Version = 1;

    private static ReadOnlySpan<byte> Magic => "RLMANIFS"u8;

    /// <summary>The name of the replica's directory.</summary>
    public string DirectoryName => NameOf(TopicId, Partition);

    internal static string NameOf(Guid topicId, int partition) => $"{topicId:N}-{partition}";

    internal void Write(IFileSystem fileSystem, string directory)
    {
        var body = new ArrayBufferWriter<byte>();
        var writer = new WireWriter(body);
        writer.WriteGuid(TopicId);
        writer.WriteInt32(Partition);
        writer.WriteString(TopicName, flexible: false);
        writer.WriteInt64(Group.Value);
        writer.WriteUInt64(Directory.Value);
        writer.Flush();
        CheckedFile.Write(fileSystem, Path.Combine(directory, FileName), Magic, Version, body.WrittenSpan);
    }

    /// <exception cref="LogCorruptException">The manifest is missing or damaged.</exception>
    internal static ReplicaManifest Read(IFileSystem fileSystem, string directory)
    {
        string path = Path.Combine(directory, FileName);
        if (!fileSystem.FileExists(path))
        {
            throw new LogCorruptException(path, 0, "the manifest of a replica is missing.");
        }

        var reader = new WireReader(CheckedFile.Read(fileSystem, path, Magic, Version, out _));
        try
        {
            return new ReplicaManifest(
                reader.ReadGuid(),
                reader.ReadInt32(),
                reader.ReadString(flexible: false),
                new GroupId(reader.ReadInt64()),
                new DirectoryId(reader.ReadUInt64()));
        }
        catch (WireFormatException exception)
        {
            throw new LogCorruptException($"{path} is damaged: {exception.Message}", exception);
        }
    }
}
