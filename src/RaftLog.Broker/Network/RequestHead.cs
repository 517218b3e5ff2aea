using System.Diagnostics.CodeAnalysis;
using RaftLog.Model.Wire;
using RaftLog.Protocol;

namespace RaftLog.Broker.Network;

/// <summary>
/// The start of every request. Its layout does not depend on the API but for the tagged fields at its end, so it can be read, logged and
/// judged before it is known whether the API is served.
/// <code>
/// int16 key │ int16 version │ int32 correlation id │ nullable string client id │ tagged fields (flexible versions)
/// </code>
/// </summary>
/// <param name="ApiKey">The API.</param>
/// <param name="Version">The version of the API, which decides the layout of the rest.</param>
/// <param name="CorrelationId">What the response begins with.</param>
/// <param name="ClientId">The client's own name; empty when it gives none.</param>
internal readonly record struct RequestHead(ApiKey ApiKey, short Version, int CorrelationId, string ClientId)
{
    /// <summary>Reads the head without the tagged fields.</summary>
    /// <exception cref="WireFormatException">The frame is too short.</exception>
    public static RequestHead Read(ref WireReader reader)
    {
        var key = (ApiKey)reader.ReadInt16();
        short version = reader.ReadInt16();
        int correlationId = reader.ReadInt32();
        return new RequestHead(key, version, correlationId, reader.ReadNullableString(flexible: false) ?? "");
    }

    [SuppressMessage("Globalization", "CA1305", Justification = "Globalization is invariant.")]
    public override string ToString() => $"{ApiKey} v{Version}, client '{ClientId}'";
}
