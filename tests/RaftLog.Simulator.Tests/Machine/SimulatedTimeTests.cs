using RaftLog.Simulator.Machine;

namespace RaftLog.Simulator.Tests.Machine;

/// <summary>The clocks of simulated machines drift and jump, and timers follow the monotonic one.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SimulatedTimeTests
{
    private readonly SimulatedWorld _world = new(1);

    [Test]
    public void FastClock_FiresItsTimersEarlier()
    {
        var process = new SimulatedProcess(_world, "broker 1");
        process.Time.Rate = 1.1;
        var firedAt = TimeSpan.Zero;
        process.Run(() => process.Time.CreateTimer(_ => firedAt = _world.Now, null, TimeSpan.FromSeconds(1.1), Timeout.InfiniteTimeSpan));

        _world.RunUntil(() => false, TimeSpan.FromSeconds(2));

        Assert.That(firedAt, Is.EqualTo(TimeSpan.FromSeconds(1)).Within(TimeSpan.FromMicroseconds(1)));
    }

    [Test]
    public void Timer_NeverFiresBeforeItsTime_WhenTheClockSlowsDown()
    {
        var process = new SimulatedProcess(_world, "broker 1");
        long due = process.Time.GetTimestamp() + TimeSpan.TicksPerSecond;
        long firedAt = 0;
        process.Run(() => process.Time.CreateTimer(_ => firedAt = process.Time.GetTimestamp(), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan));
        process.Time.Rate = 0.9;

        _world.RunUntil(() => false, TimeSpan.FromSeconds(2));

        Assert.That(firedAt, Is.GreaterThanOrEqualTo(due));
    }

    [Test]
    public void Monotonic_DoesNotJump_WhenTheWallClockOrTheRateDoes()
    {
        var process = new SimulatedProcess(_world, "broker 1");
        _world.RunUntil(() => false, TimeSpan.FromSeconds(5));
        long before = process.Time.GetTimestamp();

        process.Time.WallClockError = TimeSpan.FromHours(-3);
        process.Time.Rate = 0.9;

        Assert.That(process.Time.GetTimestamp(), Is.EqualTo(before));
    }
}
