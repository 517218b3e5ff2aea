using RaftLog.Simulator.Checks;

namespace RaftLog.Simulator.Machine;

/// <summary>
/// Time, chance and the order of all things: one thread takes the events one after the other, each at its moment. Whatever is decided by
/// chance is drawn from <see cref="Random"/>, so that a seed repeats a run.
/// </summary>
internal sealed class SimulatedWorld
{
    private readonly PriorityQueue<(SimulatedProcess Process, Action Action), (long Ticks, long Number)> _events = new();
    private readonly Queue<SimulatedProcess> _ready = new();
    private readonly int _threadId = Environment.CurrentManagedThreadId;
    private long _eventNumber;

    // Written by other threads too, by those that should not be there.
    private string? _failure;

    public SimulatedWorld(int seed)
    {
        Random = new Random(seed);
        Outside = new SimulatedProcess(this, "world");
    }

    public Random Random { get; }

    public Trace Trace { get; } = new();

    /// <summary>Everything that is no broker: clients, nemesis, the network itself. Never dies.</summary>
    public SimulatedProcess Outside { get; }

    public TimeSpan Now { get; private set; }

    public long Steps { get; private set; }

    /// <summary>What went wrong first; null while all is well.</summary>
    public string? Failure => Volatile.Read(ref _failure);

    public void Fail(string what) => Interlocked.CompareExchange(ref _failure, what, null);

    /// <summary>
    /// Whether the calling thread is the one that runs everything. Another one fails the run: its order is not the seed's to decide, and
    /// whatever it does would be lost on whoever repeats the run. Behind the seams everything waits on the scheduler that it was handed.
    /// </summary>
    /// <param name="process">Where the thread came in.</param>
    /// <param name="what">Says what it brought.</param>
    public bool IsOwnThread(SimulatedProcess process, Func<string> what)
    {
        bool isOwn = Environment.CurrentManagedThreadId == _threadId;
        if (!isOwn)
        {
            Fail($"another thread came to {process.Name} with {what()}; it came from{Environment.NewLine}{Environment.StackTrace}");
        }

        return isOwn;
    }

    /// <summary>Lets something happen in a process after a while.</summary>
    public void At(TimeSpan after, SimulatedProcess process, Action action)
    {
        if (IsOwnThread(process, static () => "a timer"))
        {
            _events.Enqueue((process, action), ((Now + (after > TimeSpan.Zero ? after : TimeSpan.Zero)).Ticks, _eventNumber++));
        }
    }

    public void NoteReady(SimulatedProcess process) => _ready.Enqueue(process);

    /// <summary>A span between two, evenly drawn.</summary>
    public TimeSpan Between(TimeSpan least, TimeSpan most) => TimeSpan.FromTicks(Random.NextInt64(least.Ticks, most.Ticks + 1));

    public TimeSpan Milliseconds(double least, double most) => Between(TimeSpan.FromMilliseconds(least), TimeSpan.FromMilliseconds(most));

    public bool Chance(double probability) => Random.NextDouble() < probability;

    /// <summary>Runs until the condition holds or the time is over.</summary>
    /// <returns>Whether the condition holds.</returns>
    public bool RunUntil(Func<bool> condition, TimeSpan end)
    {
        RunReady();
        while (Failure is null && !condition())
        {
            if (!Step(end))
            {
                return condition();
            }
        }

        return Failure is null;
    }

    // One event and all that follows from it at once; false when the time is over.
    private bool Step(TimeSpan end)
    {
        if (!_events.TryPeek(out var next, out var moment) || moment.Ticks > end.Ticks)
        {
            Now = end;
            return false;
        }

        _events.Dequeue();
        Now = TimeSpan.FromTicks(moment.Ticks);
        Steps++;
        next.Process.Run(next.Action);
        RunReady();
        return true;
    }

    private void RunReady()
    {
        while (_ready.TryDequeue(out var process))
        {
            process.RunPosted();
        }
    }
}
