namespace RaftLog.Storage;

/// <summary>
/// The threads that drive a <see cref="LogFlusher"/> in a broker; a simulation calls <see cref="LogFlusher.FlushOnce"/> itself instead. With
/// several threads the flushes of different files overlap and share the disk's own commit.
/// </summary>
public sealed class FlusherThreads : IDisposable
{
    // A clock that is set back or a machine that was asleep must not keep a flush waiting for long.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    private readonly LogFlusher _flusher;
    private readonly CancellationTokenSource _stop = new();
    private readonly Thread[] _threads;

    /// <summary>Starts <paramref name="count"/> threads; they run until <see cref="Dispose"/>.</summary>
    public FlusherThreads(LogFlusher flusher, int count)
    {
        ArgumentNullException.ThrowIfNull(flusher);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        _flusher = flusher;
        _threads = new Thread[count];
        for (int i = 0; i < count; i++)
        {
            _threads[i] = new Thread(Run) { IsBackground = true, Name = $"flusher-{i}" };
            _threads[i].Start();
        }
    }

    /// <summary>Flushes what is dirty, then ends the threads.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        _flusher.WakeAll();
        foreach (Thread thread in _threads)
        {
            thread.Join();
        }

        _flusher.FlushOnce();
        _stop.Dispose();
    }

    private void Run()
    {
        while (!_stop.IsCancellationRequested)
        {
            TimeSpan? due = _flusher.QueueDue();
            if (!_flusher.FlushNext())
            {
                _flusher.WaitForWork(due < LongestWait ? due.Value : LongestWait, _stop.Token);
            }
        }
    }
}
