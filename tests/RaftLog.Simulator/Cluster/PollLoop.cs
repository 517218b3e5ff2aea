using RaftLog.Server.Node;
using RaftLog.Simulator.Disk;
using RaftLog.Simulator.Machine;

namespace RaftLog.Simulator.Cluster;

/// <summary>
/// Stands in for the threads of one process that write, flush and drive the shards: polls the node when there may be something to do. While
/// the disk stands still, so do they.
/// </summary>
internal sealed class PollLoop(SimulatedWorld world, SimulatedProcess process, BrokerNode node, SimulatedDisk disk, Action polled)
{
    // A poll flushes what the one before wrote and acts on what was flushed; after two without news the broker rests.
    private const int PollsAfterNews = 3;

    private TimeSpan _next = TimeSpan.MaxValue;
    private int _polling;
    private int _left;

    /// <summary>Something has happened in the process: looks soon whether there is something to do.</summary>
    public void Wake()
    {
        _left = PollsAfterNews;
        PollAfter(Soon());
    }

    private TimeSpan Soon() => world.Milliseconds(0.02, 1.5);

    private void PollAfter(TimeSpan wait)
    {
        if (!process.IsAlive || wait == TimeSpan.MaxValue || wait == Timeout.InfiniteTimeSpan || world.Now + wait >= _next)
        {
            return;
        }

        _next = world.Now + wait;
        int polling = ++_polling;
        world.At(wait, world.Outside, () =>
        {
            if (polling == _polling && process.IsAlive)
            {
                _next = TimeSpan.MaxValue;
                if (!process.IsPaused && disk.Stall != DiskStall.Everything)
                {
                    Poll();
                }
            }
        });
    }

    private void Poll()
    {
        var wait = TimeSpan.Zero;
        process.Ran = null;
        process.Run(() => wait = disk.Stall == DiskStall.Flushes ? node.Engine.Poll() : node.Poll());
        process.Ran = Wake;
        polled();
        _left--;
        PollAfter(wait == TimeSpan.Zero || _left > 0 ? Soon() : process.Time.InTheWorld(wait));
    }
}
