using RaftLog.Broker.Partitions;
using RaftLog.Broker.Tests.Support;
using RaftLog.Model;
using RaftLog.Tests;

namespace RaftLog.Broker.Tests.Partitions;

/// <summary>When a log whose disk failed is tried again.</summary>
public sealed class ReopenTriesTests
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    private static readonly GroupId Group = new(7);

    private readonly ManualTime _time = new();
    private readonly PlainMeterFactory _meters = new();
    private ReopenTries _tries = null!;

    [SetUp]
    public void Create() => _tries = new ReopenTries(Pause, _time, new BrokerMetrics(_meters, _time));

    [OneTimeTearDown]
    public void Dispose() => _meters.Dispose();

    [Test]
    public void LogThatNeverFailed_IsDue() => Assert.That(_tries.IsDue(Group), Is.True);

    [Test]
    public void Pause_DoublesWithEachFailure_UpToSixteenTimes()
    {
        foreach (int factor in new[] { 1, 2, 4, 8, 16, 16 })
        {
            _tries.Failed(Group);
            Assert.That(_tries.PauseOf(Group), Is.EqualTo(Pause * factor));
        }
    }

    [Test]
    public void FailedLog_IsDue_WhenItsPauseIsOver()
    {
        _tries.Failed(Group);
        _time.Advance(Pause - TimeSpan.FromMilliseconds(1));
        Assert.That(_tries.IsDue(Group), Is.False);
        Assert.That(_tries.Wait, Is.EqualTo(TimeSpan.FromMilliseconds(1)));

        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.That(_tries.IsDue(Group), Is.True);
    }

    [Test]
    public void Wait_IsThatOfTheFirstLogThatIsDue()
    {
        _tries.Failed(Group);
        _tries.Failed(Group);
        _tries.Failed(GroupId.Metadata);

        Assert.That(_tries.Wait, Is.EqualTo(Pause));
    }

    [Test]
    public void LogThatIsDueAndWasNotTried_DoesNotKeepTheLoopBusy()
    {
        _tries.Failed(Group);
        _time.Advance(Pause * 2);

        Assert.That(_tries.Wait, Is.EqualTo(Pause));
    }

    [Test]
    public void LogsThatAreGone_AreForgotten()
    {
        _tries.Failed(Group);
        _tries.Failed(GroupId.Metadata);

        _tries.ForgetAll(group => group == Group);
        Assert.That(_tries.Has(Group), Is.False);
        Assert.That(_tries.Count, Is.EqualTo(1));
    }

    [Test]
    public void LogThatWasOpened_BeginsAnew()
    {
        _tries.Failed(Group);
        _tries.Failed(Group);

        Assert.That(_tries.Forget(Group), Is.EqualTo(2));
        Assert.That(_tries.Count, Is.Zero);
        Assert.That(_tries.Failed(Group), Is.EqualTo(1));
    }
}
