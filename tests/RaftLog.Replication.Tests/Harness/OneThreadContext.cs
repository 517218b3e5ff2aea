using System.Collections.Concurrent;

namespace RaftLog.Replication.Tests;

/// <summary>Lets what was awaited go on, on the thread of the test and when it says so.</summary>
internal sealed class OneThreadContext : SynchronizationContext
{
    private readonly ConcurrentQueue<(SendOrPostCallback Callback, object? State)> _posted = new();

    public override void Post(SendOrPostCallback d, object? state) => _posted.Enqueue((d, state));

    public bool RunPosted()
    {
        bool any = false;
        while (_posted.TryDequeue(out (SendOrPostCallback Callback, object? State) posted))
        {
            any = true;
            posted.Callback(posted.State);
        }

        return any;
    }
}
