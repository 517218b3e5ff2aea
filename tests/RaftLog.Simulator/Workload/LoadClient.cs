namespace RaftLog.Simulator.Workload;

/// <summary>One client of a run: works until it is told to stop, and then ends what it has begun.</summary>
internal abstract class LoadClient(WorkloadContext context)
{
    /// <summary>Who it is, for messages.</summary>
    public abstract string Name { get; }

    /// <summary>Whether there is nothing left that it waits for; only asked once it was told to stop.</summary>
    public abstract bool IsDone { get; }

    /// <summary>Set when the faults are over: begin nothing new.</summary>
    public bool IsStopping { get; private set; }

    protected WorkloadContext Context { get; } = context;

    /// <summary>Runs until it is told to stop, or for ever.</summary>
    public abstract Task RunAsync();

    public void Stop() => IsStopping = true;
}
