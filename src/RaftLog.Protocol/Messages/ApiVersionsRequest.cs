using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>Asks a broker what it serves; the first request on a connection, allowed before authentication.</summary>
[WireMessage(ApiKey.ApiVersions, "0-4", Flexible = "3+")]
public sealed partial class ApiVersionsRequest : IKafkaRequest<ApiVersionsRequest, ApiVersionsResponse>
{
    /// <summary>The name of the client library (KIP-511).</summary>
    [WireField("3+", Ignorable = true)]
    public string ClientSoftwareName { get; set; } = "";

    /// <summary>The version of the client library.</summary>
    [WireField("3+", Ignorable = true)]
    public string ClientSoftwareVersion { get; set; } = "";
}
