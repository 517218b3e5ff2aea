using RaftLog.Protocol;

namespace RaftLog.Broker.Network;

/// <summary>The end of a request: a message to send, nothing to send, or a connection to close.</summary>
internal readonly struct KafkaResponse : IDisposable
{
    /// <summary>No answer, as Produce with acks=0 wants it.</summary>
    public static readonly KafkaResponse Nothing = new(null, 0, null, null);

    private readonly IDisposable? _resources;

    private KafkaResponse(IKafkaResponse? body, short version, IDisposable? resources, string? closeReason)
    {
        Body = body;
        Version = version;
        CloseReason = closeReason;
        _resources = resources;
    }

    /// <summary>The message; null for none.</summary>
    public IKafkaResponse? Body { get; }

    /// <summary>The version to write it in; not always the request's (ApiVersions).</summary>
    public short Version { get; }

    /// <summary>Why the connection is to be closed instead: the one way to report an error where no answer is expected.</summary>
    public string? CloseReason { get; }

    /// <summary>Whether the message's bytes live in something that is given back when this is disposed.</summary>
    public bool HoldsResources => _resources is not null;

    /// <summary>An answer.</summary>
    /// <param name="body">The message.</param>
    /// <param name="version">The version to write it in.</param>
    /// <param name="resources">What the message's bytes live in; disposed when it is written or given up.</param>
    public static KafkaResponse Of(IKafkaResponse body, short version, IDisposable? resources = null) => new(body, version, resources, null);

    /// <summary>No answer, and the connection ends.</summary>
    public static KafkaResponse Close(string reason) => new(null, 0, null, reason);

    public void Dispose() => _resources?.Dispose();
}
