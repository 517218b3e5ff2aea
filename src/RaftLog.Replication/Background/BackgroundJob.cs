namespace RaftLog.Replication;

/// <summary>
/// Work on files that would hold up a shard: done on the background thread, then handed back to the group's shard as mail. In between the
/// group must not close its log; it counts its jobs.
/// </summary>
internal abstract class BackgroundJob(RaftGroup group)
{
    public RaftGroup Group { get; } = group;

    /// <summary>What <see cref="Run"/> threw, if anything.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Does the work, on the background thread. Expected failures are kept for <see cref="Complete"/>.</summary>
    public void RunGuarded()
    {
        try
        {
            Run();
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException or UnauthorizedAccessException)
        {
            Failure = failure;
        }
    }

    /// <summary>Takes in the result, on the shard's thread. Called also when the group is offline or closing meanwhile, to release what the job holds.</summary>
    public abstract void Complete();

    protected abstract void Run();
}
