using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>An entry as <see cref="LogCursor"/> shows it.</summary>
/// <param name="Header">Its frame header.</param>
/// <param name="Payload">Its payload, the trailing checksum of kinds other than data included; valid until the cursor moves.</param>
public readonly record struct LogEntry(FrameHeader Header, ReadOnlyMemory<byte> Payload)
{
    /// <summary>The payload without the checksum that ends it for kinds other than data.</summary>
    public ReadOnlyMemory<byte> Content => Header.Kind == EntryKind.Data ? Payload : FrameBuffer.Content(Payload);
}
