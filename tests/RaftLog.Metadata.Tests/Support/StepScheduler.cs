namespace RaftLog.Metadata.Tests.Support;

/// <summary>Keeps what is scheduled until a test runs it: one thread, one order, and nothing inside of something else.</summary>
internal sealed class StepScheduler : TaskScheduler
{
    private readonly Queue<Task> _tasks = new();

    public override int MaximumConcurrencyLevel => 1;

    /// <summary>Runs what waits, and what that schedules; true when there was anything.</summary>
    public bool RunAll()
    {
        bool any = false;
        while (_tasks.TryDequeue(out var task))
        {
            any = true;
            TryExecuteTask(task);
        }

        return any;
    }

    protected override void QueueTask(Task task) => _tasks.Enqueue(task);

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => _tasks;
}
