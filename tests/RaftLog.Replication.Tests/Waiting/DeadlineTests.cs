namespace RaftLog.Replication.Tests;

/// <summary>Waiting no longer than for a time, and never away from the waiter's own scheduler.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class DeadlineTests
{
    private readonly ManualTime _time = new();
    private readonly TaskCompletionSource _work = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly OneThreadContext _context = new();
    private SynchronizationContext? _before;

    [SetUp]
    public void UseOneThread()
    {
        _before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(_context);
    }

    [TearDown]
    public void GiveTheThreadBack() => SynchronizationContext.SetSynchronizationContext(_before);

    [Test]
    public void Wait_EndsWithItsWork_OnTheThreadThatWaits()
    {
        using var deadline = new Deadline(_time, TimeSpan.FromSeconds(1));
        Task<bool> waiting = WaitAsync(deadline);

        _work.SetResult();

        // Everything that follows was posted before SetResult returned; had it gone by way of the pool, it might not be here yet.
        Assert.That(waiting.IsCompleted, Is.False);
        Assert.That(_context.RunPosted(), Is.True);
        Assert.That(waiting.Result, Is.True);
    }

    [Test]
    public void Wait_EndsWithTheTime_AndSoDoesEachAfterIt()
    {
        using var deadline = new Deadline(_time, TimeSpan.FromSeconds(1));
        Task<bool> waiting = WaitAsync(deadline);

        _time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.That(waiting.IsCompleted, Is.False);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.That(waiting.Result, Is.False);
        Assert.That(WaitAsync(deadline).Result, Is.False);
    }

    [Test]
    public void Wait_LeavesTheFailureToWhoeverAsksTheWork()
    {
        using var deadline = new Deadline(_time, TimeSpan.FromSeconds(1));
        Task<bool> waiting = WaitAsync(deadline);

        _work.SetException(new IOException("gone"));
        _context.RunPosted();

        Assert.That(waiting.Result, Is.True);
        Assert.That(() => _work.Task.GetAwaiter().GetResult(), Throws.TypeOf<IOException>());
    }

    private Task<bool> WaitAsync(Deadline deadline) => deadline.WaitAsync(_work.Task).AsTask();
}
