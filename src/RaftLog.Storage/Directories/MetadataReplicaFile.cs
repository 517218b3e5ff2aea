using System.Buffers;
using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Storage;

/// <summary>
/// Which replica of the metadata group a data directory holds, in its file <c>metadata/replica</c>: a <see cref="CheckedFile"/> with the magic
/// "RLMETREP", version 1, whose body is the replica's directory id (u64, big-endian). There only once the first replica was lost: that one goes by the id of
/// the data directory.
/// </summary>
/// <param name="Replica">The id drawn for the replica.</param>
internal sealed record MetadataReplicaFile(DirectoryId Replica)
{
    public const string Name = "replica";
    private const int Version = 1;

    private static ReadOnlySpan<byte> Magic => "RLMETREP"u8;

    public void Write(IFileSystem fileSystem, string directory)
    {
        var body = new ArrayBufferWriter<byte>();
        var writer = new WireWriter(body);
        writer.WriteUInt64(Replica.Value);
        writer.Flush();
        CheckedFile.Write(fileSystem, Path.Combine(directory, Name), Magic, Version, body.WrittenSpan);
    }

    /// <exception cref="LogCorruptException">It is damaged.</exception>
    public static MetadataReplicaFile? Load(IFileSystem fileSystem, string directory)
    {
        string path = Path.Combine(directory, Name);
        if (!fileSystem.FileExists(path))
        {
            return null;
        }

        var reader = new WireReader(CheckedFile.Read(fileSystem, path, Magic, Version, out _));
        try
        {
            return new MetadataReplicaFile(new DirectoryId(reader.ReadUInt64()));
        }
        catch (WireFormatException exception)
        {
            throw new LogCorruptException($"{path} is damaged: {exception.Message}", exception);
        }
    }

    /// <summary>Writes the file anew when it does not hold what it should.</summary>
    public LogFinding? CheckAndRepair(IFileSystem fileSystem, string directory)
    {
        string path = Path.Combine(directory, Name);
        if (!fileSystem.FileExists(path) || CheckedFile.Probe(fileSystem, path) is not { } problem)
        {
            return null;
        }

        Write(fileSystem, directory);
        return LogFinding.WrittenAnew(path, problem);
    }
}
