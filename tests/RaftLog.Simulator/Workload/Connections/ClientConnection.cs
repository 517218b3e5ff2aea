using System.Buffers;
using System.IO.Pipelines;
using RaftLog.Model.Wire;
using RaftLog.Protocol;
using RaftLog.Simulator.Machine;

namespace RaftLog.Simulator.Workload.Connections;

/// <summary>
/// One client's connection to a broker. Requests are pipelined; they arrive in order, a while after they were sent and now and then in
/// two pieces. After any failure the connection is closed and of no more use.
/// </summary>
internal sealed class ClientConnection(SimulatedWorld world, int number, PipeReader input, PipeWriter output, Action closed)
{
    private const int MaxFrameBytes = 16 * 1024 * 1024;
    private const double ChanceOfPieces = 0.03;

    private readonly Queue<PendingCall> _pending = new();
    private int _correlationId;
    private TimeSpan _lastArrival;

    /// <summary>Which connection this is, of all in the run.</summary>
    public int Number { get; } = number;

    public bool IsOpen { get; private set; } = true;

    /// <summary>Takes in responses until the connection ends.</summary>
    public async Task ReceiveAsync()
    {
        try
        {
            while (IsOpen)
            {
                var result = await input.ReadAsync();
                var received = result.Buffer;
                while (KafkaFrame.TryRead(ref received, MaxFrameBytes, out var frame))
                {
                    Take(frame);
                }

                input.AdvanceTo(received.Start, received.End);
                if (result.IsCompleted)
                {
                    break;
                }
            }
        }
        catch (IOException)
        {
            // The broker died; what became of the requests nobody knows.
        }

        Close();
        await input.CompleteAsync();
    }

    /// <summary>Sends a request and waits for the response; null when none came, for whatever reason.</summary>
    public async Task<TResponse?> CallAsync<TResponse>(IKafkaRequest<TResponse> request, short version, TimeSpan timeout)
        where TResponse : class, IKafkaResponse<TResponse>
    {
        if (!IsOpen)
        {
            return null;
        }

        var call = new PendingCall(++_correlationId);
        _pending.Enqueue(call);
        Write(new RequestHeader(request.ApiKey, version, call.CorrelationId, "simulated"), request);
        world.At(timeout, world.Outside, () =>
        {
            if (!call.IsOver)
            {
                Close();
            }
        });
        return await call.Response is { } response ? Read<TResponse>(response, version) : null;
    }

    /// <summary>Sends a request that is never answered.</summary>
    public void Send<TResponse>(IKafkaRequest<TResponse> request, short version)
        where TResponse : class, IKafkaResponse<TResponse>
    {
        if (IsOpen)
        {
            Write(new RequestHeader(request.ApiKey, version, ++_correlationId, "simulated"), request);
        }
    }

    public void Close()
    {
        if (!IsOpen)
        {
            return;
        }

        IsOpen = false;
        closed();
        output.Complete();
        input.CancelPendingRead();
        while (_pending.TryDequeue(out var call))
        {
            call.End(null);
        }
    }

    // Copied: what is kept of the response must outlive the pipe's buffers.
    private void Take(in ReadOnlySequence<byte> frame)
    {
        var response = new ReadOnlySequence<byte>(frame.ToArray());
        int correlationId = new WireReader(response).ReadInt32();
        if (!_pending.TryDequeue(out var call))
        {
            // Closed while the response was on its way.
            return;
        }

        if (call.CorrelationId != correlationId)
        {
            world.Fail($"a broker answered request {correlationId} of a connection, where {call.CorrelationId} was next");
        }

        call.End(response);
    }

    private void Write(RequestHeader header, IWireWritable request)
    {
        var frame = new ArrayBufferWriter<byte>();
        KafkaFrame.WriteRequest(frame, header, request);
        int cut = world.Chance(ChanceOfPieces) ? world.Random.Next(frame.WrittenCount) : frame.WrittenCount;
        WriteLater(frame.WrittenMemory[..cut]);
        if (cut < frame.WrittenCount)
        {
            WriteLater(frame.WrittenMemory[cut..]);
        }
    }

    private void WriteLater(ReadOnlyMemory<byte> bytes)
    {
        var arrival = world.Now + world.Milliseconds(0.1, 5);
        _lastArrival = arrival > _lastArrival ? arrival : _lastArrival;
        world.At(_lastArrival - world.Now, world.Outside, () =>
        {
            if (IsOpen)
            {
                output.Write(bytes.Span);
                _ = output.FlushAsync().AsTask(); // Never waits: the pipe takes whatever comes.
            }
        });
    }

    private static TResponse Read<TResponse>(in ReadOnlySequence<byte> frame, short version)
        where TResponse : IKafkaResponse<TResponse>
    {
        var reader = new WireReader(frame);
        ResponseHeader.Read(ref reader, KafkaApi.ResponseHeaderVersion(TResponse.MessageId, version));
        return TResponse.Read(ref reader, version);
    }
}
