using System.Buffers;
using RaftLog.Broker.Handlers;
using RaftLog.Model.Wire;
using RaftLog.Protocol;

namespace RaftLog.Broker.Network;

/// <summary>Reads a request's header, finds the handler, and starts it.</summary>
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
        RequestHeader? header = null;
        try
        {
            var reader = new WireReader(frame);
            header = RequestHeader.Read(ref reader);
            var response = StartAsync(connection, header.Value, ref reader);
            return new PendingResponse(header.Value, response, (int)frame.Length, receivedAt);
        }
        catch (WireFormatException malformed)
        {
            throw new BadRequestException($"a malformed request: {malformed.Message}", header ?? StartOf(frame), malformed);
        }
    }

    private ValueTask<KafkaResponse> StartAsync(ClientConnection connection, RequestHeader header, ref WireReader body)
    {
        if (!apis.TryFind(header.ApiKey, out var handler))
        {
            throw new BadRequestException("an API that this broker does not serve", header);
        }

        if (handler.Versions.Contains(header.ApiVersion))
        {
            return handler.StartAsync(ref body, new RequestContext(header, connection));
        }

        // The client does not know yet what is served, so it gets an answer that every client can read; no other API has one.
        return handler is ApiVersionsHandler apiVersions
            ? ValueTask.FromResult(apiVersions.UnsupportedVersion())
            : throw new BadRequestException($"a version that this broker does not serve (it serves {handler.Versions})", header);
    }

    // For the log: a header may be broken behind the fields that say what was meant.
    private static RequestHeader? StartOf(in ReadOnlySequence<byte> frame)
    {
        const int FixedFields = sizeof(short) + sizeof(short) + sizeof(int);
        if (frame.Length < FixedFields)
        {
            return null;
        }

        var reader = new WireReader(frame);
        return new RequestHeader((ApiKey)reader.ReadInt16(), reader.ReadInt16(), reader.ReadInt32(), ClientId: null);
    }
}
