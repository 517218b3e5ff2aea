namespace RaftLog.Replication;

/// <summary>Milliseconds since the engine was made, from the time provider handed in; the clock of all cores of a broker.</summary>
internal sealed class ShardClock(TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();

    public long NowMs => (long)time.GetElapsedTime(_start).TotalMilliseconds;
}
