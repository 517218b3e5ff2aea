namespace RaftLog.Consensus;

/// <summary>
/// Numbers the rounds of heartbeats and remembers when those not yet answered by a majority were sent, which is what a lease is counted
/// from.
/// </summary>
internal sealed class HeartbeatRounds
{
    // A majority that is silent for longer is caught by the check of the quorum; the bound only limits memory under many reads.
    private const int MaxRemembered = 64;

    private readonly Queue<(long Round, long SentAtMs)> _sent = [];

    /// <summary>The latest round; never reused, not even in a later term.</summary>
    public long Current { get; private set; }

    /// <summary>When the latest round that a majority has answered was sent; null when there is none.</summary>
    public long? ConfirmedSentAtMs { get; private set; }

    public long Begin(long nowMs)
    {
        Current++;
        if (_sent.Count == MaxRemembered)
        {
            _sent.Dequeue();
        }

        _sent.Enqueue((Current, nowMs));
        return Current;
    }

    public void Confirm(long round)
    {
        while (_sent.TryPeek(out var oldest) && oldest.Round <= round)
        {
            ConfirmedSentAtMs = oldest.SentAtMs;
            _sent.Dequeue();
        }
    }

    /// <summary>Leadership begins or ends.</summary>
    public void Clear()
    {
        _sent.Clear();
        ConfirmedSentAtMs = null;
    }
}
