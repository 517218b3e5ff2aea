using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Storage;

/// <summary>
/// The bytes of a <see cref="LogCheckpoint"/>, in its file and in a shipment. Big-endian (<see cref="WireWriter"/>):
/// <code>
///   i64 first index   i64 first offset   i32 preceding term   i64 log start offset   i64 cleaned up to
///   i32 length and bytes of the configuration   i64 producers' next index   i32 length and bytes of the producer state
/// </code>
/// </summary>
internal static class LogCheckpointCodec
{
    public static void Write(ref WireWriter writer, LogCheckpoint checkpoint)
    {
        writer.WriteInt64(checkpoint.FirstIndex.Value);
        writer.WriteInt64(checkpoint.FirstOffset.Value);
        writer.WriteInt32(checkpoint.PrecedingTerm.Value);
        writer.WriteInt64(checkpoint.LogStartOffset.Value);
        writer.WriteInt64(checkpoint.CleanedUpTo.Value);
        writer.WriteBytes(checkpoint.Configuration.Span, flexible: false);
        writer.WriteInt64(checkpoint.ProducersNext.Value);
        writer.WriteBytes(checkpoint.Producers.Span, flexible: false);
    }

    /// <exception cref="WireFormatException">These are not the bytes of a checkpoint.</exception>
    public static LogCheckpoint Read(ref WireReader reader) => new(
        new LogIndex(reader.ReadInt64()),
        new Offset(reader.ReadInt64()),
        new Term(reader.ReadInt32()),
        new Offset(reader.ReadInt64()),
        new LogIndex(reader.ReadInt64()),
        reader.ReadMemory(flexible: false),
        new LogIndex(reader.ReadInt64()),
        reader.ReadMemory(flexible: false));
}
