using System.Buffers;
using System.Diagnostics;
using System.Net.Sockets;
using System.Threading.Channels;

namespace RaftLog.Chaos;

/// <summary>Carries the bytes of one direction of a connection, in order, under the conditions of its link.</summary>
internal sealed class ProxyPump(PeerLink link, Socket source, Socket target, Random random)
{
    private const int ChunkBytes = 32 * 1024;

    // What a link may hold back before the sender feels it, as socket buffers and a window would.
    private const int MaxChunks = 128;

    private readonly Channel<Chunk> _underway = Channel.CreateBounded<Chunk>(MaxChunks);

    /// <summary>Runs until one side ends, the connection is reset by the link's condition, or <paramref name="stop"/>.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Task reading = ReadAsync(ended.Token);
        Task writing = WriteAsync(ended.Token);
        await Task.WhenAny(reading, writing);

        // A peer's end must not overtake what it sent before; but what does not get through in a moment is lost with the connection.
        if (reading.IsCompleted && !link.Condition.IsCut)
        {
            await Task.WhenAny(writing, Task.Delay(TimeSpan.FromMilliseconds(50), stop));
        }

        await ended.CancelAsync();
        await Task.WhenAll(Quiet(reading), Quiet(writing));
    }

    private async Task ReadAsync(CancellationToken stop)
    {
        try
        {
            while (true)
            {
                byte[] buffer = ArrayPool<byte>.Shared.Rent(ChunkBytes);
                int count = await source.ReceiveAsync(buffer, stop);
                if (count == 0)
                {
                    return;
                }

                await _underway.Writer.WriteAsync(new Chunk(buffer, count, Stopwatch.GetTimestamp()), stop);
            }
        }
        finally
        {
            _underway.Writer.TryComplete();
        }
    }

    private async Task WriteAsync(CancellationToken stop)
    {
        await foreach (Chunk chunk in _underway.Reader.ReadAllAsync(stop))
        {
            LinkCondition condition = await link.PassAsync(stop);
            if (condition != LinkCondition.Healthy && !await HoldAsync(chunk, condition, stop))
            {
                return;
            }

            // It may have been cut while it was held.
            await link.PassAsync(stop);
            ReadOnlyMemory<byte> left = chunk.Bytes.AsMemory(0, chunk.Count);
            while (left.Length > 0)
            {
                left = left[await target.SendAsync(left, stop)..];
            }

            ArrayPool<byte>.Shared.Return(chunk.Bytes);
        }
    }

    // False when the connection is to be reset.
    private async Task<bool> HoldAsync(Chunk chunk, LinkCondition condition, CancellationToken stop)
    {
        if (condition.ResetRate > 0 && Draw() < condition.ResetRate)
        {
            return false;
        }

        TimeSpan wait = condition.Latency - Stopwatch.GetElapsedTime(chunk.Arrived);
        if (condition.LossRate > 0 && Draw() < condition.LossRate)
        {
            wait += condition.Retransmission;
        }

        if (condition.BytesPerSecond > 0)
        {
            wait += TimeSpan.FromSeconds((double)chunk.Count / condition.BytesPerSecond);
        }

        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, stop);
        }

        return true;
    }

    private double Draw()
    {
        lock (random)
        {
            return random.NextDouble();
        }
    }

    private static async Task Quiet(Task task)
    {
        try
        {
            await task;
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The end of a connection, whichever way it came.
        }
    }

    private readonly record struct Chunk(byte[] Bytes, int Count, long Arrived);
}
