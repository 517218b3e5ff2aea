using RaftLog.Model;
using RaftLog.Replication;
using RaftLog.Replication.Tests;

namespace RaftLog.Metadata.Tests.Support;

/// <summary>The metadata of several brokers over real replication, on one thread: disks, network and clock are in memory and a test moves the time.</summary>
internal sealed class SimulatedCluster
{
    private static readonly TimeSpan StepTime = TimeSpan.FromMilliseconds(1);

    public SimulatedCluster(int brokers = 3, int voters = 3, ReplicationOptions? replication = null)
    {
        Voters = voters;
        Replication = replication ?? new ReplicationOptions { Shards = 1 };
        Network = new InMemoryNetwork(Time, new Random(1));
        Brokers = [.. Enumerable.Range(1, brokers).Select(number => new SimulatedBroker(this, number))];
        foreach (var broker in Brokers)
        {
            broker.Start();
        }
    }

    public int Voters { get; }

    public int SegmentBytes { get; } = 1 << 20;

    public ReplicationOptions Replication { get; }

    public ManualTime Time { get; } = new();

    public LogLines Log { get; } = new();

    public InMemoryNetwork Network { get; }

    public IReadOnlyList<SimulatedBroker> Brokers { get; }

    public IEnumerable<SimulatedBroker> Up => Brokers.Where(broker => broker.IsUp);

    public SimulatedBroker? Controller => Up.Where(broker => broker.Metadata.IsController).MaxBy(broker => broker.Group.Status.Term);

    /// <summary>One millisecond: everything turns until it rests.</summary>
    public void Step()
    {
        Time.Advance(StepTime);
        bool isBusy = true;
        for (int round = 0; isBusy && round < 100; round++)
        {
            isBusy = Network.Deliver();
            foreach (var broker in Up)
            {
                isBusy |= broker.Poll();
            }
        }
    }

    public void Run(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += StepTime)
        {
            Step();
        }
    }

    public void RunUntil(Func<bool> condition, string what, double seconds = 30)
    {
        for (int step = 0; step < seconds * 1_000; step++)
        {
            if (condition())
            {
                return;
            }

            Step();
        }

        Assert.Fail($"Not within {seconds} s: {what}. Log:{Environment.NewLine}{string.Join(Environment.NewLine, Log.Lines.TakeLast(40))}");
    }

    /// <summary>Runs until every running broker is ready and agrees on that.</summary>
    public void RunUntilReady() => RunUntil(
        () => Controller is not null && Up.All(broker => broker.Lifecycle.IsReady && broker.Image.Brokers.Usable.Count() == Up.Count()),
        "all brokers to be ready");

    /// <summary>Begins an operation of a broker and runs until it is done.</summary>
    public T Await<T>(SimulatedBroker broker, Func<Task<T>> operation)
    {
        var task = Task.Factory.StartNew(operation, CancellationToken.None, TaskCreationOptions.None, broker.Scheduler).Unwrap();
        RunUntil(() => task.IsCompleted, "an operation to complete", seconds: 60);
#pragma warning disable VSTHRD002 // Completed: nothing blocks.
        return task.GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
    }

    public CreateTopicsResult CreateTopic(SimulatedBroker from, string name, int partitions = 1, int replicas = 1) =>
        Await(from, () => from.Metadata.Client.CreateTopicsAsync(Images.Creation(name, partitions, replicas)));

    public CommitOffsetsResult Commit(
        SimulatedBroker from, string group, string topic, long offset, int coordinatorTerm = ICoordinatorCommand.AnyTerm) =>
        Await(from, () => from.Metadata.Client.CommitOffsetsAsync(
            new CommitOffsetsCommand
            {
                ConsumerGroup = group,
                CoordinatorTerm = coordinatorTerm,
                Offsets = [new OffsetCommit { Topic = topic, Offset = new Offset(offset) }],
            }));
}
