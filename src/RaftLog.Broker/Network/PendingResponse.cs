using RaftLog.Protocol;

namespace RaftLog.Broker.Network;

/// <summary>A request that is being served, in its place in the order of responses.</summary>
/// <param name="Header">The request's header.</param>
/// <param name="Response">The response; awaited once, by the writer.</param>
/// <param name="RequestBytes">What the request counts for in the <see cref="RequestWindow"/>.</param>
/// <param name="ReceivedAt">When it was received, as a timestamp of the connection's time.</param>
internal readonly record struct PendingResponse(
    RequestHeader Header,
    ValueTask<KafkaResponse> Response,
    int RequestBytes,
    long ReceivedAt);
