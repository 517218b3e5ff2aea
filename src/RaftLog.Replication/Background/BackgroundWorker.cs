using System.Collections.Concurrent;

namespace RaftLog.Replication;

/// <summary>
/// Runs <see cref="BackgroundJob"/>s one after the other: on a thread of its own, or, in a simulation, one for each <see cref="RunOne"/>. Bounded by what
/// submits: each group and follower has one job at a time.
/// </summary>
/// <param name="name">The name of the thread.</param>
/// <param name="isNice">Whether the thread steps back when there are more threads to run than processors.</param>
internal sealed class BackgroundWorker(string name, bool isNice = false) : IDisposable
{
    private readonly BlockingCollection<BackgroundJob> _jobs = [];
    private Thread? _thread;

    public bool IsIdle => _jobs.Count == 0;

    public void Submit(BackgroundJob job) => _jobs.Add(job);

    /// <summary>Runs the oldest job on the calling thread; false when there is none.</summary>
    public bool RunOne()
    {
        if (!_jobs.TryTake(out BackgroundJob? job))
        {
            return false;
        }

        RunAndReport(job);
        return true;
    }

    /// <summary>Starts the thread.</summary>
    public void Start()
    {
        _thread = new Thread(RunAll) { IsBackground = true, Name = name };
        _thread.Start();
    }

    /// <summary>Finishes what was submitted and ends the thread.</summary>
    public void Dispose()
    {
        _jobs.CompleteAdding();
        _thread?.Join();
        _jobs.Dispose();
    }

    private void RunAll()
    {
        if (isNice)
        {
            ThreadWeight.Lower();
        }

        foreach (BackgroundJob job in _jobs.GetConsumingEnumerable())
        {
            RunAndReport(job);
        }
    }

    private static void RunAndReport(BackgroundJob job)
    {
        job.RunGuarded();
        job.Group.Shard.Mailbox.Post(new Mail(MailKind.JobDone, job.Group, job));
    }
}
