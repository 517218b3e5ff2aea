using System.IO.Pipelines;
using RaftLog.Model.Wire;

namespace RaftLog.Broker.Network;

/// <summary>Writes a response frame straight into the connection's pipe; its exact size is known before the first byte.</summary>
internal static class ResponseEncoder
{
    private const int CorrelationIdSize = sizeof(int);
    private const int EmptyTagsSize = 1;

    /// <returns>The bytes written.</returns>
    /// <exception cref="WireFormatException">The message holds a value that its version cannot carry; nothing was written.</exception>
    public static int Write(PipeWriter output, in PendingResponse pending, KafkaResponse response)
    {
        int size = CorrelationIdSize + (pending.HasFlexibleHeader ? EmptyTagsSize : 0) + response.Body!.SizeOf(response.Version);
        var writer = new WireWriter(output);
        writer.WriteInt32(size);
        writer.WriteInt32(pending.Head.CorrelationId);
        if (pending.HasFlexibleHeader)
        {
            writer.WriteUnsignedVarint(0);
        }

        response.Body.Write(ref writer, response.Version);
        Invariant.Require(writer.Position == size + KafkaFrame.PrefixSize);
        writer.Flush();
        return size + KafkaFrame.PrefixSize;
    }
}
