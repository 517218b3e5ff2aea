namespace RaftLog.Simulator.Machine;

/// <summary>
/// Waits until the thread pool has done what it was given so far. Combinators of tasks (<see cref="Task.WhenAny(Task[])"/> and the like)
/// pass through the pool on their way back to the process that awaits them, and there is no seam to put them elsewhere. The simulator's
/// pool has a single thread (see the project file), so that the order in which they come back is the order in which they went.
/// </summary>
internal sealed class PoolFence : IThreadPoolWorkItem
{
    private int _passed;

    public void Wait()
    {
        int awaited = _passed + 1;
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        var spin = new SpinWait();
        while (Volatile.Read(ref _passed) != awaited)
        {
            spin.SpinOnce(sleep1Threshold: -1);
        }
    }

    void IThreadPoolWorkItem.Execute() => Volatile.Write(ref _passed, _passed + 1);
}
