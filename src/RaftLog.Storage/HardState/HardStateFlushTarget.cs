namespace RaftLog.Storage;

/// <summary>The hard state file in the queue of the flusher.</summary>
internal sealed class HardStateFlushTarget(HardStateStore store) : FlushTarget
{
    internal override void Flush(IFlushListener listener) => store.Flush(listener);
}
