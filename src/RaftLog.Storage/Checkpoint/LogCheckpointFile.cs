using System.Buffers;
using RaftLog.Model.Wire;

namespace RaftLog.Storage;

/// <summary>
/// The file <c>log-checkpoint</c> of a log directory, which holds its <see cref="LogCheckpoint"/>: a <see cref="CheckedFile"/> with the magic
/// "RLCHKPNT", version 1, replaced as a whole, whose body <see cref="LogCheckpointCodec"/> draws.
/// No cache: what it says stands nowhere else. A log whose checkpoint is damaged is damaged.
/// </summary>
public static class LogCheckpointFile
{
    /// <summary>The name of the file in the log's directory.</summary>
    public const string Name = "log-checkpoint";

    private const int Version = 1;

    private static ReadOnlySpan<byte> Magic => "RLCHKPNT"u8;

    /// <summary>Reads the checkpoint of a log; null when nothing was ever dropped from it.</summary>
    /// <exception cref="LogCorruptException">It is damaged.</exception>
    public static LogCheckpoint? Load(IFileSystem fileSystem, string directory)
    {
        ArgumentNullException.ThrowIfNull(fileSystem);
        string path = Path.Combine(directory, Name);
        if (!fileSystem.FileExists(path))
        {
            return null;
        }

        var reader = new WireReader(CheckedFile.Read(fileSystem, path, Magic, Version, out _));
        try
        {
            return LogCheckpointCodec.Read(ref reader);
        }
        catch (WireFormatException exception)
        {
            throw new LogCorruptException($"{path} is damaged: {exception.Message}", exception);
        }
    }

    /// <summary>Replaces the checkpoint of a log; durable when it returns.</summary>
    public static void Save(IFileSystem fileSystem, string directory, LogCheckpoint checkpoint)
    {
        ArgumentNullException.ThrowIfNull(fileSystem);
        ArgumentNullException.ThrowIfNull(checkpoint);
        CheckedFile.Write(fileSystem, Path.Combine(directory, Name), Magic, Version, Encode(checkpoint));
    }

    /// <summary>Writes what is to become the checkpoint beside it, durably. Until <see cref="Take"/> it says nothing, and the next open removes it.</summary>
    internal static void WriteBeside(IFileSystem fileSystem, string directory, LogCheckpoint checkpoint) =>
        CheckedFile.WriteBeside(fileSystem, Path.Combine(directory, Name), Magic, Version, Encode(checkpoint));

    /// <summary>Lets what was written beside the checkpoint take its place; durable when the directory is flushed.</summary>
    internal static void Take(IFileSystem fileSystem, string directory) => fileSystem.TakeFromBeside(Path.Combine(directory, Name));

    private static ReadOnlySpan<byte> Encode(LogCheckpoint checkpoint)
    {
        var body = new ArrayBufferWriter<byte>(checkpoint.Producers.Length + checkpoint.Configuration.Length + 64);
        var writer = new WireWriter(body);
        LogCheckpointCodec.Write(ref writer, checkpoint);
        writer.Flush();
        return body.WrittenSpan;
    }
}
