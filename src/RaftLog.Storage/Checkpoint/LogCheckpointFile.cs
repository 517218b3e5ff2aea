using System.Buffers;
using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Storage;

/// <summary>
/// The file <c>log-checkpoint</c> of a log directory, which holds its <see cref="LogCheckpoint"/>: a <see cref="CheckedFile"/> with the magic
/// "RLCHKPNT", version 1, replaced as a whole. Its body is big-endian (<see cref="WireWriter"/>):
/// <code>
///   i64 first index   i64 first offset   i32 preceding term   i64 log start offset   i64 cleaned up to
///   i32 length and bytes of the configuration   i64 producers' next index   i32 length and bytes of the producer state
/// </code>
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
            return new LogCheckpoint(
                new LogIndex(reader.ReadInt64()),
                new Offset(reader.ReadInt64()),
                new Term(reader.ReadInt32()),
                new Offset(reader.ReadInt64()),
                new LogIndex(reader.ReadInt64()),
                reader.ReadMemory(flexible: false),
                new LogIndex(reader.ReadInt64()),
                reader.ReadMemory(flexible: false));
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
        var body = new ArrayBufferWriter<byte>(checkpoint.Producers.Length + checkpoint.Configuration.Length + 64);
        var writer = new WireWriter(body);
        writer.WriteInt64(checkpoint.FirstIndex.Value);
        writer.WriteInt64(checkpoint.FirstOffset.Value);
        writer.WriteInt32(checkpoint.PrecedingTerm.Value);
        writer.WriteInt64(checkpoint.LogStartOffset.Value);
        writer.WriteInt64(checkpoint.CleanedUpTo.Value);
        writer.WriteBytes(checkpoint.Configuration.Span, flexible: false);
        writer.WriteInt64(checkpoint.ProducersNext.Value);
        writer.WriteBytes(checkpoint.Producers.Span, flexible: false);
        writer.Flush();
        CheckedFile.Write(fileSystem, Path.Combine(directory, Name), Magic, Version, body.WrittenSpan);
    }
}
