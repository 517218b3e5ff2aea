namespace RaftLog.Simulator.Machine;

/// <summary>
/// One operating system process: the things that were posted to it and run when it has the processor. A killed process runs nothing any
/// more, whatever is still posted or timed for it; a paused one runs everything late.
/// </summary>
internal sealed class SimulatedProcess : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _posted = new();
    private readonly List<Action> _late = [];
    private readonly SimulatedWorld _world;

    public SimulatedProcess(SimulatedWorld world, string name)
    {
        _world = world;
        Name = name;
        Time = new SimulatedTime(world, this);
        Scheduler = new ProcessScheduler(this);
    }

    public string Name { get; }

    public SimulatedTime Time { get; }

    public TaskScheduler Scheduler { get; }

    public bool IsAlive { get; private set; } = true;

    public bool IsPaused { get; private set; }

    /// <summary>Raised when something ran in the process, so that its polled parts look again.</summary>
    public Action? Ran { get; set; }

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (_world.IsOwnThread(this, () => CallbackName.Of(d, state)) && IsAlive)
        {
            _posted.Enqueue((d, state));
            _world.NoteReady(this);
        }
    }

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("Nothing in a simulation may wait.");

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Runs something in the process now, or when it is no longer paused, or never when it is dead.</summary>
    public void Run(Action action)
    {
        if (!IsAlive)
        {
            return;
        }

        if (IsPaused)
        {
            _late.Add(action);
            return;
        }

        var before = Current;
        SetSynchronizationContext(this);
        try
        {
            action();
        }
#pragma warning disable CA1031 // Killed in the middle of it: what goes wrong in the rest of the turn, nobody hears.
        catch (Exception) when (!IsAlive)
#pragma warning restore CA1031
        {
        }
        finally
        {
            SetSynchronizationContext(before);
        }

        Ran?.Invoke();
    }

    /// <summary>Runs what is posted until nothing is left.</summary>
    public void RunPosted()
    {
        while (IsAlive && !IsPaused && _posted.TryDequeue(out var posted))
        {
            Run(() => posted.Callback(posted.State));
        }
    }

    public void Pause() => IsPaused = true;

    public void Resume()
    {
        IsPaused = false;
        Action[] late = [.. _late];
        _late.Clear();
        foreach (var action in late)
        {
            Run(action);
        }

        _world.NoteReady(this);
    }

    public void Kill()
    {
        IsAlive = false;
        _posted.Clear();
        _late.Clear();
    }

    private sealed class ProcessScheduler(SimulatedProcess process) : TaskScheduler
    {
        public override int MaximumConcurrencyLevel => 1;

        protected override void QueueTask(Task task) => process.Post(_ => TryExecuteTask(task), null);

        protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

        protected override IEnumerable<Task> GetScheduledTasks() => [];
    }
}
