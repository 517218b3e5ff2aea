namespace RaftLog.Replication;

/// <summary>The thread of a shard: turns as long as there is something to do, then sleep until there is mail or a timer is due.</summary>
internal sealed class ShardDriver : IDisposable
{
    // A clock that is set back or a machine that was asleep must not keep a shard asleep for long.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    private readonly ShardLoop _shard;
    private readonly Thread _thread;
    private volatile bool _isStopping;

    public ShardDriver(ShardLoop shard)
    {
        _shard = shard;
        _thread = new Thread(Run) { IsBackground = true, Name = $"shard-{shard.Number}" };
        _thread.Start();
    }

    /// <summary>Ends the thread after its present turn.</summary>
    public void Dispose()
    {
        _isStopping = true;
        _shard.Mailbox.Interrupt();
        _thread.Join();
    }

    private void Run()
    {
        try
        {
            while (!_isStopping)
            {
                TimeSpan wait = _shard.Poll();
                if (wait > TimeSpan.Zero && !_isStopping)
                {
                    _shard.Mailbox.WaitForMail(wait < LongestWait ? wait : LongestWait);
                }
            }
        }
        catch (Exception failure)
        {
            // Whatever a turn does not handle is a defect: state that may be wrong must not be replicated, so the process ends here.
            ReplicationLog.ShardFailed(_shard.Services.Logger, failure, _shard.Number);
            throw;
        }
    }
}
