using System.Collections.Concurrent;

namespace RaftLog.Metadata.Tests.Support;

/// <summary>
/// Keeps what is scheduled until a test runs it: one thread, one order, and nothing inside of something else. Work that comes from any other
/// thread has left the scheduler on its way, and would make a run depend on the machine's load: <see cref="Strays"/> tells of it.
/// </summary>
internal sealed class StepScheduler : TaskScheduler
{
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private readonly ConcurrentQueue<Task> _tasks = new();
    private readonly ConcurrentQueue<string> _strays = new();

    public override int MaximumConcurrencyLevel => 1;

    /// <summary>The stacks of what was scheduled from other threads.</summary>
    public IReadOnlyCollection<string> Strays => _strays;

    /// <summary>Runs what waits, and what that schedules; true when there was anything.</summary>
    public bool RunAll()
    {
        // The test framework's context would be captured by every await in place of this scheduler, and posts to the thread pool.
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            bool any = false;
            while (_tasks.TryDequeue(out var task))
            {
                any = true;
                TryExecuteTask(task);
            }

            return any;
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    protected override void QueueTask(Task task)
    {
        if (Environment.CurrentManagedThreadId != _thread)
        {
            _strays.Enqueue(Environment.StackTrace);
        }

        _tasks.Enqueue(task);
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => _tasks;
}
