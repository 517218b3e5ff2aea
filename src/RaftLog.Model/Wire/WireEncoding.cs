namespace RaftLog.Model.Wire;

/// <summary>
/// Whole messages to and from arrays, for records, files and peer calls; a Kafka frame goes through its connection's pipe.
/// </summary>
public static class WireEncoding
{
    /// <summary>The encoding of <paramref name="message"/>.</summary>
    public static byte[] ToBytes(this IWireWritable message, short version)
    {
        var bytes = new byte[message.SizeOf(version)];
        var writer = new WireWriter(bytes);
        message.Write(ref writer, version);
        Invariant.Require(writer.Position == bytes.Length);
        return bytes;
    }

    /// <summary>The message that <paramref name="bytes"/> hold and nothing else.</summary>
    /// <exception cref="WireFormatException">The bytes are no such message, or more than one.</exception>
    public static T FromBytes<T>(ReadOnlyMemory<byte> bytes, short version)
        where T : IWireValue<T>
    {
        var reader = new WireReader(bytes);
        var message = T.Read(ref reader, version);
        reader.RequireEnd();
        return message;
    }
}
