namespace RaftLog.Simulator.Machine;

/// <summary>
/// The clocks of one process: a monotonic one that may run faster or slower than the world, and a wall clock that may be wrong. Its timers
/// die with the process.
/// </summary>
internal sealed class SimulatedTime(SimulatedWorld world, SimulatedProcess process) : TimeProvider
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // The monotonic clock showed _shown when the world's was at _shownAt; since then it goes _rate times as fast.
    private TimeSpan _shown;
    private TimeSpan _shownAt;
    private double _rate = 1;

    /// <summary>How far the wall clock is off.</summary>
    public TimeSpan WallClockError { get; set; }

    /// <summary>How fast the monotonic clock goes, against the world's.</summary>
    public double Rate
    {
        get => _rate;
        set => (_shown, _shownAt, _rate) = (Monotonic, world.Now, value);
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    private TimeSpan Monotonic => _rate == 1 ? _shown + (world.Now - _shownAt) : _shown + ((world.Now - _shownAt) * _rate);

    public override long GetTimestamp() => Monotonic.Ticks;

    public override DateTimeOffset GetUtcNow() => Start + world.Now + WallClockError;

    /// <summary>How long the world goes on while this clock goes on by <paramref name="span"/>.</summary>
    public TimeSpan InTheWorld(TimeSpan span) =>
        _rate == 1 ? span : TimeSpan.FromTicks((long)Math.Ceiling(span.Ticks / _rate));

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SimulatedTimer(world, process, this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class SimulatedTimer(SimulatedWorld world, SimulatedProcess process, SimulatedTime clock, Action callback) : ITimer
    {
        // Which of the alarms set so far counts; an alarm of an older setting does nothing.
        private int _setting;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            int setting = ++_setting;
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                FireAt(clock.Monotonic + dueTime, setting, period);
            }

            return true;
        }

        public void Dispose() => _setting++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void FireAt(TimeSpan due, int setting, TimeSpan period) =>
            world.At(clock.InTheWorld(due - clock.Monotonic), process, () => Fire(due, setting, period));

        private void Fire(TimeSpan due, int setting, TimeSpan period)
        {
            if (setting != _setting)
            {
                return;
            }

            if (clock.Monotonic < due)
            {
                // The clock has slowed down meanwhile; a timer never fires early.
                FireAt(due, setting, period);
                return;
            }

            if (period > TimeSpan.Zero)
            {
                Change(period, period);
            }

            callback();
        }
    }
}
