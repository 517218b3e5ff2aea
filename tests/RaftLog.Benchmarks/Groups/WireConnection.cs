using System.Buffers;
using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using RaftLog.Model.Wire;
using RaftLog.Protocol;

namespace RaftLog.Benchmarks.Groups;

/// <summary>A connection that sends requests without waiting for the answers to those before: thousands of group members in one process.</summary>
internal sealed class WireConnection : IAsyncDisposable
{
    private const int MaxResponseBytes = 16 << 20;

    private readonly Socket _socket;
    private readonly NetworkStream _stream;
    private readonly SemaphoreSlim _writing = new(1);
    private readonly ConcurrentDictionary<int, Action<ReadOnlyMemory<byte>>> _waiting = new();
    private readonly Task _reading;
    private int _correlation;

    private WireConnection(Socket socket)
    {
        _socket = socket;
        _stream = new NetworkStream(socket, ownsSocket: true);
        _reading = ReadAsync();
    }

    public static async Task<WireConnection> OpenAsync(DnsEndPoint endPoint, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(endPoint, cancellation);
        return new WireConnection(socket);
    }

    public async Task<TResponse> CallAsync<TResponse>(IKafkaRequest<TResponse> request, short version)
        where TResponse : IKafkaResponse<TResponse>
    {
        var answered = new TaskCompletionSource<TResponse>(TaskCreationOptions.RunContinuationsAsynchronously);
        int id = Interlocked.Increment(ref _correlation);
        _waiting[id] = frame => Read(frame, version, answered);
        var bytes = new ArrayBufferWriter<byte>();
        KafkaFrame.WriteRequest(bytes, new RequestHeader(request.ApiKey, version, id, "benchmark"), request);
        await _writing.WaitAsync();
        try
        {
            await _stream.WriteAsync(bytes.WrittenMemory);
        }
        finally
        {
            _writing.Release();
        }

        return await answered.Task;
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        await _reading;
        await _stream.DisposeAsync();
        _writing.Dispose();
    }

    private static void Read<TResponse>(ReadOnlyMemory<byte> frame, short version, TaskCompletionSource<TResponse> answered)
        where TResponse : IKafkaResponse<TResponse>
    {
        var reader = new WireReader(frame);
        ResponseHeader.Read(ref reader, KafkaApi.ResponseHeaderVersion(TResponse.MessageId, version));
        answered.SetResult(TResponse.Read(ref reader, version));
    }

    private async Task ReadAsync()
    {
        var pipe = PipeReader.Create(_stream);
        try
        {
            while (true)
            {
                var result = await pipe.ReadAsync();
                var buffer = result.Buffer;
                while (KafkaFrame.TryRead(ref buffer, MaxResponseBytes, out var frame))
                {
                    byte[] bytes = frame.ToArray();
                    if (_waiting.TryRemove(new WireReader((ReadOnlyMemory<byte>)bytes).ReadInt32(), out var answer))
                    {
                        answer(bytes);
                    }
                }

                pipe.AdvanceTo(buffer.Start, buffer.End);
                if (result.IsCompleted)
                {
                    return;
                }
            }
        }
        catch (Exception ending) when (ending is IOException or ObjectDisposedException or SocketException)
        {
            // The benchmark has ended it.
        }
    }
}
