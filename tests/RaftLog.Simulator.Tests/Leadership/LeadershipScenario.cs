using RaftLog.Protocol;
using RaftLog.Protocol.Messages;
using RaftLog.Simulator.Cluster;
using RaftLog.Simulator.Faults;
using RaftLog.Simulator.Machine;

namespace RaftLog.Simulator.Tests.Leadership;

/// <summary>Three whole brokers without faults and a topic of six partitions on all of them; each is the preferred leader of some.</summary>
internal sealed class LeadershipScenario : IDisposable
{
    public const string Topic = "t";
    private const int AnyBroker = 2;

    private readonly SynchronizationContext? _before = SynchronizationContext.Current;
    private readonly SimulatedWorld _world = new(1);
    private readonly SimulatedCluster _cluster;

    public LeadershipScenario()
    {
        SynchronizationContext.SetSynchronizationContext(_world.Outside);
        _cluster = new SimulatedCluster(_world, new SimulationOptions
        {
            Seed = 1,
            Nodes = 3,
            Controllers = 3,
            Schedule = FaultSchedule.Draw(1, TimeSpan.FromSeconds(1), []),
        });
        foreach (var broker in _cluster.Brokers)
        {
            broker.Start();
        }

        RunUntil(IsReady);
        Call(
            new CreateTopicsRequest
            {
                TimeoutMs = 5_000,
                Topics = [new() { Name = Topic, NumPartitions = 6, ReplicationFactor = 3 }],
            },
            version: 5);
    }

    /// <summary>Kills a broker, which loses its leaderships, and starts it again.</summary>
    public void Restart(int number)
    {
        var broker = _cluster.Brokers[number - 1];
        broker.Crash();
        Run(TimeSpan.FromSeconds(5));
        broker.Start();
        RunUntil(IsReady);
        Run(TimeSpan.FromSeconds(2));
    }

    /// <summary>Makes a broker stand still, as a long garbage collection does.</summary>
    public void Pause(int number) => _cluster.Brokers[number - 1].Pause();

    /// <summary>Lets a broker go on.</summary>
    public void Resume(int number) => _cluster.Brokers[number - 1].Resume();

    public void Run(TimeSpan time)
    {
        _world.RunUntil(() => false, _world.Now + time);
        Assert.That(_world.Failure, Is.Null);
    }

    /// <summary>Each partition's leader beside its preferred one, as a broker knows it.</summary>
    public IReadOnlyList<(int Leader, int Preferred)> Leaders(int told = AnyBroker) =>
    [
        .. Call(new MetadataRequest { Topics = [new() { Name = Topic }] }, version: 9, told).Topics.Single().Partitions
            .OrderBy(partition => partition.PartitionIndex)
            .Select(partition => (partition.LeaderId, partition.ReplicaNodes[0])),
    ];

    public TResponse Call<TResponse>(IKafkaRequest<TResponse> request, short version, int broker = AnyBroker)
        where TResponse : class, IKafkaResponse<TResponse> => Finish(Begin(request, version, broker));

    /// <summary>Sends a request; the answer may come as the simulation goes on.</summary>
    public Task<TResponse?> Begin<TResponse>(IKafkaRequest<TResponse> request, short version, int broker)
        where TResponse : class, IKafkaResponse<TResponse> =>
        _cluster.Clients.Connect(_cluster.Brokers[broker - 1])!.CallAsync(request, version, TimeSpan.FromSeconds(30));

    /// <summary>Goes on until the answer is there.</summary>
    public TResponse Finish<TResponse>(Task<TResponse?> call)
        where TResponse : class
    {
        RunUntil(() => call.IsCompleted);
#pragma warning disable VSTHRD002 // Completed: nothing blocks.
        return call.GetAwaiter().GetResult() ?? throw new AssertionException("The broker did not answer.");
#pragma warning restore VSTHRD002
    }

    public void Dispose() => SynchronizationContext.SetSynchronizationContext(_before);

    private bool IsReady() => _cluster.Brokers.All(broker => broker.IsUp && broker.Node!.Status.IsReady);

    private void RunUntil(Func<bool> condition) =>
        Assert.That(_world.RunUntil(condition, _world.Now + TimeSpan.FromMinutes(1)), Is.True, _world.Failure);
}
