using System.Buffers;
using RaftLog.Broker.Handlers;
using RaftLog.Model.Wire;

namespace RaftLog.Broker.Network;

/// <summary>Reads a request's head, finds the handler, and starts it.</summary>
internal sealed class RequestDispatcher(ApiTable apis, TimeProvider time)
{
    /// <summary>
    /// Starts to serve a request. What the handler does before it first waits is done when this returns, so requests of one connection
    /// take effect in the order in which they came; that keeps an idempotent producer's pipelined batches in sequence.
    /// </summary>
    /// <param name="connection">Where the frame came from.</param>
    /// <param name="frame">The frame without its size; not used any more when this returns.</param>
    /// <exception cref="BadRequestException">The request cannot be answered.</exception>
    public PendingResponse Dispatch(ClientConnection connection, in ReadOnlySequence<byte> frame)
    {
        long receivedAt = time.GetTimestamp();
        RequestHead head = default;
        try
        {
            var reader = new WireReader(frame);
            head = RequestHead.Read(ref reader);
            var response = StartAsync(connection, head, ref reader, out bool flexibleHeader);
            return new PendingResponse(head, flexibleHeader, response, (int)frame.Length, receivedAt);
        }
        catch (WireFormatException malformed)
        {
            throw new BadRequestException($"a malformed request: {malformed.Message}", head, malformed);
        }
    }

    private ValueTask<KafkaResponse> StartAsync(ClientConnection connection, RequestHead head, ref WireReader reader, out bool flexibleHeader)
    {
        flexibleHeader = false;
        if (!apis.TryFind(head.ApiKey, out var handler))
        {
            throw new BadRequestException("an API that this broker does not serve", head);
        }

        if (!handler.Versions.Contains(head.Version))
        {
            // The client does not know yet what is served, so it gets an answer that every client can read; no other API has one.
            return handler is ApiVersionsHandler apiVersions
                ? ValueTask.FromResult(apiVersions.UnsupportedVersion())
                : throw new BadRequestException($"a version that this broker does not serve (it serves {handler.Versions})", head);
        }

        bool flexible = handler.FlexibleVersions.Contains(head.Version);
        if (flexible)
        {
            reader.SkipTaggedFields();
        }

        // The answer to ApiVersions keeps the oldest header for the same reason.
        flexibleHeader = flexible && handler is not ApiVersionsHandler;
        return handler.StartAsync(ref reader, new RequestContext(head, connection));
    }
}
