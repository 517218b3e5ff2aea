using System.Buffers;
using System.Buffers.Binary;
using RaftLog.Model.Wire;
using RaftLog.Protocol;

namespace RaftLog.Broker.Tests.Support;

/// <summary>A Kafka client of one connection that sends what it is told, well-formed or not.</summary>
internal sealed class TestClient(DuplexPipe pipe, Task serving)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private int _correlationId;

    /// <summary>Completes when the broker has ended the connection.</summary>
    public Task Serving { get; } = serving;

    /// <summary>Sends a request without waiting; returns its correlation id.</summary>
    public async Task<int> SendAsync<TResponse>(IKafkaRequest<TResponse> request, short version)
        where TResponse : IKafkaResponse<TResponse>
    {
        var header = new RequestHeader(request.ApiKey, version, ++_correlationId, "test");
        KafkaFrame.WriteRequest(pipe.Output, header, request);
        await pipe.Output.FlushAsync();
        return header.CorrelationId;
    }

    /// <summary>Sends a request so many times, in one piece.</summary>
    public async Task SendTogetherAsync<TResponse>(IKafkaRequest<TResponse> request, short version, int count)
        where TResponse : IKafkaResponse<TResponse>
    {
        for (int i = 0; i < count; i++)
        {
            KafkaFrame.WriteRequest(pipe.Output, new RequestHeader(request.ApiKey, version, ++_correlationId, "test"), request);
        }

        await pipe.Output.FlushAsync();
    }

    /// <summary>Sends bytes as they are.</summary>
    public async Task SendRawAsync(params byte[] bytes) => await pipe.Output.WriteAsync(bytes);

    /// <summary>Sends bytes as a frame.</summary>
    public async Task SendFrameAsync(params byte[] bytes)
    {
        var size = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(size, bytes.Length);
        await SendRawAsync([.. size, .. bytes]);
    }

    /// <summary>Reads the next response frame: correlation id, and the rest as the version of the request says.</summary>
    public async Task<(int CorrelationId, TResponse Response)> ReceiveAsync<TResponse>(short version)
        where TResponse : IKafkaResponse<TResponse>
    {
        var frame = await ReceiveFrameAsync() ?? throw new AssertionException("The connection was closed where a response was expected.");
        return Read<TResponse>(frame, version);
    }

    /// <summary>Sends a request and reads its response.</summary>
    public async Task<TResponse> CallAsync<TResponse>(IKafkaRequest<TResponse> request, short version)
        where TResponse : IKafkaResponse<TResponse>
    {
        int sent = await SendAsync(request, version);
        var (received, response) = await ReceiveAsync<TResponse>(version);
        Assert.That(received, Is.EqualTo(sent), "correlation id");
        return response;
    }

    /// <summary>Reads the next frame without its size; null at the end of the connection.</summary>
    public async Task<byte[]?> ReceiveFrameAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var result = await pipe.Input.ReadAsync(patience.Token);
            var received = result.Buffer;
            if (KafkaFrame.TryRead(ref received, int.MaxValue, out var frame))
            {
                var bytes = frame.ToArray();
                pipe.Input.AdvanceTo(received.Start);
                return bytes;
            }

            pipe.Input.AdvanceTo(received.Start, received.End);
            if (result.IsCompleted)
            {
                return null;
            }
        }
    }

    /// <summary>Hangs up, as a client does that goes away.</summary>
    public async Task CloseAsync()
    {
        await pipe.Output.CompleteAsync();
        await pipe.Input.CompleteAsync();
    }

    /// <summary>Says that nothing more will be sent, and goes on reading.</summary>
    public async Task EndSendingAsync() => await pipe.Output.CompleteAsync();

    public static (int CorrelationId, TResponse Response) Read<TResponse>(byte[] frame, short version)
        where TResponse : IKafkaResponse<TResponse>
    {
        var reader = new WireReader(frame.AsMemory());
        var header = ResponseHeader.Read(ref reader, KafkaApi.ResponseHeaderVersion(TResponse.MessageId, version));
        var response = TResponse.Read(ref reader, version);
        reader.RequireEnd();
        return (header.CorrelationId, response);
    }
}
