using RaftLog.Model.Wire;

namespace RaftLog.Protocol;

/// <summary>What stands in front of every response. Version 0 is the correlation id alone, version 1 has tagged fields as well.</summary>
/// <param name="CorrelationId">The number of the request that is answered.</param>
public readonly record struct ResponseHeader(int CorrelationId)
{
    /// <summary>Reads a header of a version that <see cref="KafkaApi.ResponseHeaderVersion"/> gave.</summary>
    /// <exception cref="WireFormatException">The bytes are no header.</exception>
    public static ResponseHeader Read(ref WireReader reader, short headerVersion)
    {
        var header = new ResponseHeader(reader.ReadInt32());
        if (headerVersion >= 1)
        {
            reader.SkipTaggedFields();
        }

        return header;
    }

    /// <summary>Appends the header.</summary>
    public void Write(ref WireWriter writer, short headerVersion)
    {
        writer.WriteInt32(CorrelationId);
        if (headerVersion >= 1)
        {
            writer.WriteUnsignedVarint(0);
        }
    }

    /// <summary>The number of bytes that <see cref="Write"/> appends.</summary>
    public static int SizeOf(short headerVersion) => sizeof(int) + (headerVersion >= 1 ? 1 : 0);
}
