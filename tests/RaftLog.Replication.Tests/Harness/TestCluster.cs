using System.Collections.Immutable;
using RaftLog.Consensus;
using RaftLog.Model;

namespace RaftLog.Replication.Tests;

/// <summary>
/// Brokers in one process and on one thread: the engines as shipped, over disks in memory, a network in memory and a clock that a test moves.
/// The seed decides everything that chance does.
/// </summary>
internal sealed class TestCluster
{
    private static readonly TimeSpan StepTime = TimeSpan.FromMilliseconds(1);

    private readonly OneThreadContext _context = new();

    public TestCluster(int seed = 1, TestClusterOptions? options = null)
    {
        Options = options ?? new TestClusterOptions();
        SynchronizationContext.SetSynchronizationContext(_context);
        Random = new Random(seed);
        Network = new InMemoryNetwork(Time, new Random(Random.Next()));
        Brokers = [.. Enumerable.Range(1, Options.Brokers).Select(number => new TestBroker(this, number))];
        ImmutableArray<ReplicaId> replicas = [.. Brokers.Select(broker => broker.Replica)];
        Configuration = new GroupConfiguration(replicas[..Options.Voters], learners: replicas[Options.Voters..]);
        foreach (TestBroker broker in Brokers)
        {
            broker.Start();
        }
    }

    public TestClusterOptions Options { get; }

    public ManualTime Time { get; } = new();

    public Random Random { get; }

    public LogLines Log { get; } = new();

    public InMemoryNetwork Network { get; }

    public ImmutableArray<TestBroker> Brokers { get; }

    public GroupConfiguration Configuration { get; }

    public IEnumerable<TestBroker> Up => Brokers.Where(broker => broker.IsUp && !broker.IsPaused);

    public static GroupId Group { get; } = new(0);

    /// <summary>The broker that was told to lead, in the highest term if several were.</summary>
    public TestBroker? Leader(GroupId? group = null) => Up
        .Where(broker => broker.Groups[group ?? Group].Status.IsLeader)
        .MaxBy(broker => broker.Groups[group ?? Group].Status.Term);

    /// <summary>One millisecond: every broker turns until it rests.</summary>
    public void Step()
    {
        Time.Advance(StepTime);
        bool isBusy = true;
        for (int round = 0; isBusy && round < 100; round++)
        {
            isBusy = Network.Deliver() | _context.RunPosted();
            foreach (TestBroker broker in Up)
            {
                isBusy |= broker.Poll();
            }
        }
    }

    public void Run(TimeSpan time)
    {
        for (TimeSpan passed = TimeSpan.Zero; passed < time; passed += StepTime)
        {
            Step();
        }
    }

    /// <summary>Runs until the condition holds; fails the test when it does not within a (simulated) while.</summary>
    public void RunUntil(Func<bool> condition, string what, double seconds = 20)
    {
        for (int step = 0; step < seconds * 1_000 && !condition(); step++)
        {
            Step();
        }

        if (condition())
        {
            return;
        }

        Assert.Fail($"Not within {seconds} s: {what}. Log:{Environment.NewLine}{string.Join(Environment.NewLine, Log.Lines.TakeLast(40))}");
    }

    public TestBroker RunUntilLeader(GroupId? group = null)
    {
        RunUntil(() => Leader(group) is not null, "a leader");
        return Leader(group)!;
    }

    /// <summary>Runs until every group has a leader.</summary>
    public void RunUntilAllLed() =>
        RunUntil(() => Enumerable.Range(0, Options.Groups).All(group => Leader(new GroupId(group)) is not null), "leaders");

    /// <summary>Appends at the leader and runs until the outcome is there; tries again at the next leader when it is none.</summary>
    public AppendOutcome Append(string value, GroupId? group = null)
    {
        while (true)
        {
            AppendOutcome outcome = Await(RunUntilLeader(group).Groups[group ?? Group].AppendAsync(Batches.Of(value)));
            if (outcome.Status != AppendStatus.NotLeader)
            {
                return outcome;
            }
        }
    }

    /// <summary>Runs until the operation is done.</summary>
    public T Await<T>(ValueTask<T> operation, double seconds = 20)
    {
        RunUntil(() => operation.IsCompleted, "an operation to complete", seconds);
#pragma warning disable VSTHRD002, CA2012 // Completed: nothing blocks, and it is asked once.
        return operation.GetAwaiter().GetResult();
#pragma warning restore VSTHRD002, CA2012
    }

    /// <summary>Runs until every running broker has committed the same as the leader.</summary>
    public void RunUntilAgreed(GroupId? group = null)
    {
        GroupId id = group ?? Group;
        RunUntil(
            () => Leader(id) is { } leader
                && leader.Groups[id].Status is var led
                && led.CommitIndex == leader.Groups[id].Log.LastIndex
                && Up.All(broker => broker.Groups[id].Status.CommitIndex == led.CommitIndex),
            "all brokers to agree");
    }
}
