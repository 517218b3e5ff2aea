using RaftLog.Model.Wire;

namespace RaftLog.Protocol;

/// <summary>
/// What stands in front of every request. It is written by hand, since its client id keeps the fixed length also where the header is
/// flexible, and since its own version follows from the two fields that it begins with.
/// </summary>
/// <param name="ApiKey">The API, possibly one that we do not know.</param>
/// <param name="ApiVersion">The version of the request.</param>
/// <param name="CorrelationId">A number of the client's that the response repeats.</param>
/// <param name="ClientId">What the client calls itself.</param>
public readonly record struct RequestHeader(ApiKey ApiKey, short ApiVersion, int CorrelationId, string? ClientId)
{
    /// <summary>The version of this header: 1, or 2 with tagged fields.</summary>
    public short HeaderVersion => KafkaApi.RequestHeaderVersion(ApiKey, ApiVersion);

    /// <summary>Reads the header at the beginning of a request.</summary>
    /// <exception cref="WireFormatException">The bytes are no header.</exception>
    public static RequestHeader Read(ref WireReader reader)
    {
        var apiKey = (ApiKey)reader.ReadInt16();
        var header = new RequestHeader(apiKey, reader.ReadInt16(), reader.ReadInt32(), reader.ReadNullableString(flexible: false));
        if (header.HeaderVersion >= 2)
        {
            reader.SkipTaggedFields();
        }

        return header;
    }

    /// <summary>Appends the header.</summary>
    public void Write(ref WireWriter writer)
    {
        writer.WriteInt16((short)ApiKey);
        writer.WriteInt16(ApiVersion);
        writer.WriteInt32(CorrelationId);
        writer.WriteNullableString(ClientId, flexible: false);
        if (HeaderVersion >= 2)
        {
            writer.WriteUnsignedVarint(0);
        }
    }

    /// <summary>The number of bytes that <see cref="Write"/> appends.</summary>
    public int SizeOf() =>
        sizeof(short) + sizeof(short) + sizeof(int) + WireSize.OfNullableString(ClientId, flexible: false) + (HeaderVersion >= 2 ? 1 : 0);
}
