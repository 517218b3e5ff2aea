using System.Threading.Channels;
using RaftLog.Model;

namespace RaftLog.Replication.Tests;

/// <summary>Keeps what a transport brings, for a test to wait for.</summary>
internal sealed class RecordingReceiver : IPeerReceiver
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Channel<ReceivedFrame> _frames = Channel.CreateUnbounded<ReceivedFrame>();
    private readonly Channel<BrokerId> _connected = Channel.CreateUnbounded<BrokerId>();
    private readonly Channel<BrokerId> _lost = Channel.CreateUnbounded<BrokerId>();

    private int _bursts;

    /// <summary>How often it was told that no further frame is at hand.</summary>
    public int Bursts => Volatile.Read(ref _bursts);

    /// <summary>When set, thrown at every frame, as the engine does for a damaged one.</summary>
    public string? Objection { get; set; }

    public void Received(BrokerId from, PeerFrameKind kind, PooledBuffer frame, int controlBytes)
    {
        byte[] bytes = frame.Span.ToArray();
        frame.Release();
        if (Objection is { } objection)
        {
            throw new PeerProtocolException(objection);
        }

        _frames.Writer.TryWrite(new ReceivedFrame(from, kind, bytes[..controlBytes], bytes[controlBytes..]));
    }

    public void AllReceived() => Interlocked.Increment(ref _bursts);

    public void Connected(BrokerId peer) => _connected.Writer.TryWrite(peer);

    public void Lost(BrokerId peer) => _lost.Writer.TryWrite(peer);

    public Task<ReceivedFrame> NextFrameAsync() => NextAsync(_frames);

    public Task<BrokerId> NextConnectedAsync() => NextAsync(_connected);

    public Task<BrokerId> NextLostAsync() => NextAsync(_lost);

    public bool HasFrame => _frames.Reader.TryPeek(out _);

    private static async Task<T> NextAsync<T>(Channel<T> channel) => await channel.Reader.ReadAsync().AsTask().WaitAsync(Patience);
}
