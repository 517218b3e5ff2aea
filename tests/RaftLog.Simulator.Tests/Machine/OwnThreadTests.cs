using RaftLog.Simulator.Machine;

namespace RaftLog.Simulator.Tests.Machine;

/// <summary>A run on one thread notices whoever leaves it: what comes from another is not in the seed's hands.</summary>
public sealed class OwnThreadTests
{
    [Test]
    public void Continuation_FromAnotherThread_FailsTheRun_AndNamesTheMethod()
    {
        var world = new SimulatedWorld(1);
        var process = new SimulatedProcess(world, "broker 7");
        var elsewhere = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        process.Run(() => _ = ReadSlowlyAsync(elsewhere.Task));

        RunOnAnotherThread(elsewhere.SetResult);

        Assert.That(world.Failure, Does.Contain("broker 7").And.Contain(nameof(ReadSlowlyAsync)));
    }

    [Test]
    public void Timer_FromAnotherThread_FailsTheRun()
    {
        var world = new SimulatedWorld(1);
        var process = new SimulatedProcess(world, "broker 7");

        RunOnAnotherThread(() => process.Time.CreateTimer(_ => { }, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan));

        Assert.That(world.Failure, Does.Contain("broker 7").And.Contain("timer"));
    }

    [Test]
    public void Continuation_FromTheRunsOwnThread_IsFine()
    {
        var world = new SimulatedWorld(1);
        var process = new SimulatedProcess(world, "broker 7");
        var here = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var reading = Task.CompletedTask;
        process.Run(() => reading = ReadSlowlyAsync(here.Task));

        here.SetResult();
        process.RunPosted();

        Assert.That((reading.IsCompletedSuccessfully, world.Failure), Is.EqualTo((true, (string?)null)));
    }

    private static async Task ReadSlowlyAsync(Task work) => await work;

    private static void RunOnAnotherThread(Action action)
    {
        var thread = new Thread(() => action());
        thread.Start();
        thread.Join();
    }
}
