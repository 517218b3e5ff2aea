using System.Buffers;
using System.IO.Pipelines;
using RaftLog.Model.Wire;
using RaftLog.Protocol;
using RaftLog.Simulator.Machine;

namespace RaftLog.Simulator.Workload;

/// <summary>One client's connection to a broker: one request at a time. After any failure it is closed and of no more use.</summary>
internal sealed class ClientConnection(SimulatedWorld world, PipeReader input, PipeWriter output, Action closed)
{
    private const int MaxFrameBytes = 16 * 1024 * 1024;

    private int _correlationId;

    public bool IsOpen { get; private set; } = true;

    /// <summary>Sends a request and waits for the response; null when none came, for whatever reason.</summary>
    public async Task<TResponse?> CallAsync<TResponse>(IKafkaRequest<TResponse> request, short version, TimeSpan timeout)
        where TResponse : class, IKafkaResponse<TResponse>
    {
        await Task.Delay(world.Milliseconds(0.1, 5), world.Outside.Time);
        using var patience = new CancellationTokenSource(timeout, world.Outside.Time);
        try
        {
            var header = new RequestHeader(request.ApiKey, version, ++_correlationId, "simulated");
            KafkaFrame.WriteRequest(output, header, request);
            await output.FlushAsync(patience.Token);
            while (true)
            {
                var result = await input.ReadAsync(patience.Token);
                var received = result.Buffer;
                if (KafkaFrame.TryRead(ref received, MaxFrameBytes, out var frame))
                {
                    var response = Read<TResponse>(frame, version);
                    input.AdvanceTo(received.Start);
                    return response;
                }

                if (result.IsCompleted)
                {
                    break;
                }

                input.AdvanceTo(received.Start, received.End);
            }
        }
        catch (Exception broken) when (broken is IOException or OperationCanceledException or InvalidOperationException)
        {
            // The connection is of no more use; what became of the request nobody knows.
        }

        Close();
        return null;
    }

    public void Close()
    {
        if (IsOpen)
        {
            IsOpen = false;
            closed();
            input.Complete();
            output.Complete();
        }
    }

    // Copied: what is kept of the response must outlive the pipe's buffers.
    private static TResponse Read<TResponse>(in ReadOnlySequence<byte> frame, short version)
        where TResponse : IKafkaResponse<TResponse>
    {
        var reader = new WireReader(new ReadOnlySequence<byte>(frame.ToArray()));
        ResponseHeader.Read(ref reader, KafkaApi.ResponseHeaderVersion(TResponse.MessageId, version));
        return TResponse.Read(ref reader, version);
    }
}
