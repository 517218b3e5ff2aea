using System.Collections.Immutable;
using RaftLog.Model;

namespace RaftLog.Consensus.Tests.Harness;

/// <summary>Some replicas and the messages between them. Nothing moves unless told to; every step is checked.</summary>
internal sealed class TestCluster
{
    private readonly Dictionary<int, long> _clockAheadMs = [];
    private readonly ClusterInvariants _invariants = new();
    private readonly HashSet<(int, int)> _cuts = [];
    private readonly RaftOptions _options;
    private readonly int _seed;
    private int _starts;

    public TestCluster(int seed = 1, RaftOptions? options = null)
    {
        _seed = seed;
        _options = options ?? new RaftOptions();
    }

    public SortedDictionary<int, TestReplica> Replicas { get; } = [];

    public List<RaftMessage> Messages { get; } = [];

    public long NowMs { get; private set; }

    public Action<string>? Trace { get; set; }

    public TestReplica this[int id] => Replicas[id];

    public TestReplica? Leader => Replicas.Values
        .Where(replica => replica.IsUp && replica.Core.Role == RaftRole.Leader)
        .MaxBy(replica => replica.Core.Term);

    /// <summary>A replica's name: broker 2 in directory 0x2d, until its disk is wiped.</summary>
    public static ReplicaId Id(int broker) => new(new BrokerId(broker), new DirectoryId((ulong)((broker * 16) + 13)));

    public static ReplicaId UnassignedId(int broker) => new(new BrokerId(broker), DirectoryId.Unassigned);

    public static GroupConfiguration Voters(params int[] ids) => new([.. ids.Select(Id)]);

    public static TestCluster Of(int count, RaftOptions? options = null)
    {
        var cluster = new TestCluster(options: options);
        var ids = Enumerable.Range(1, count).ToArray();
        foreach (int id in ids)
        {
            cluster.Add(id, Voters(ids));
        }

        return cluster;
    }

    /// <summary>Makes the replica leader with everybody's consent, and its no-op known to all.</summary>
    public static TestCluster LedBy1(int count, RaftOptions? options = null)
    {
        var cluster = Of(count, options);
        cluster.Campaign(1);
        cluster.Settle();
        Assert.That(cluster[1].Core.IsEstablishedLeader);
        return cluster;
    }

    public TestReplica Add(int id, GroupConfiguration configuration)
    {
        var replica = new TestReplica(Id(id), configuration, _options, NextSeed(id), NowMs) { Trace = text => Trace?.Invoke($"{id} {text}") };
        Replicas.Add(id, replica);
        _clockAheadMs[id] = 0;
        return replica;
    }

    /// <summary>Lets a replica do what it has to do, and posts what it sends.</summary>
    public void Pump(int id)
    {
        var replica = Replicas[id];
        Messages.AddRange(replica.Turn());
        if (replica.IsUp)
        {
            _invariants.Observe(replica.Core);
        }
    }

    public void PumpAll()
    {
        foreach (int id in Replicas.Keys)
        {
            Pump(id);
        }
    }

    /// <summary>Sets a replica's clock, and no other's, to the end of its patience.</summary>
    public void Campaign(int id)
    {
        var replica = Replicas[id];
        if (!replica.IsUp || replica.Core.NextDeadlineMs == long.MaxValue)
        {
            return;
        }

        _clockAheadMs[id] += Math.Max(0, replica.Core.NextDeadlineMs - NowOf(id));
        replica.Core.Tick(NowOf(id));
        Pump(id);
    }

    public void Advance(long ms)
    {
        NowMs += ms;
        foreach (var (id, replica) in Replicas)
        {
            if (replica.IsUp)
            {
                replica.Core.Tick(NowOf(id));
                Pump(id);
            }
        }
    }

    /// <summary>Lets time pass in small steps, delivering everything.</summary>
    public void Run(long ms, int stepMs = 10)
    {
        for (long end = NowMs + ms; NowMs < end;)
        {
            Advance(stepMs);
            Settle();
        }
    }

    /// <summary>Delivers everything, and what that causes, until it is quiet.</summary>
    public void Settle()
    {
        PumpAll();
        for (int delivered = 0; Messages.Count > 0; delivered++)
        {
            Assert.That(delivered, Is.LessThan(100_000), "The replicas never stop talking.");
            DeliverAt(0);
        }
    }

    /// <summary>Delivers what is posted now from one replica to another, without what that causes.</summary>
    public void Deliver(int from, int to) => TakeMessages(message => IsBetween(message, from, to)).ForEach(Deliver);

    public List<RaftMessage> Drop(Predicate<RaftMessage> which) => TakeMessages(which);

    public void DeliverAt(int position)
    {
        var message = Messages[position];
        Messages.RemoveAt(position);
        Deliver(message);
    }

    public void Deliver(RaftMessage message)
    {
        int from = message.From.Broker.Value;
        int to = message.To.Broker.Value;
        if (_cuts.Contains((from, to)) || !Replicas.TryGetValue(to, out var replica) || !replica.IsUp)
        {
            return;
        }

        Trace?.Invoke(MessageText.Of(message));
        replica.Core.Tick(NowOf(to));
        replica.Step(message);
        Pump(to);
    }

    public void Cut(int a, int b)
    {
        _cuts.Add((a, b));
        _cuts.Add((b, a));
    }

    public void Isolate(int id)
    {
        foreach (int other in Replicas.Keys.Where(other => other != id))
        {
            Cut(id, other);
        }
    }

    public void Heal() => _cuts.Clear();

    public void Crash(int id)
    {
        Replicas[id].Crash();
        Messages.RemoveAll(message => message.From.Broker.Value == id);
    }

    public void Restart(int id)
    {
        Replicas[id].Restart(NextSeed(id), NowOf(id));
        Pump(id);
    }

    public void Wipe(int id, GroupConfiguration configuration, ulong directory)
    {
        Replicas[id].Wipe(new DirectoryId(directory), configuration, NextSeed(id), NowOf(id));
        Pump(id);
    }

    /// <summary>Copies the snapshot of one replica to another and reports the outcome to the first.</summary>
    public void Ship(int from, int to)
    {
        var target = Replicas[to];
        bool succeeded = target.IsUp && !_cuts.Contains((from, to));
        if (succeeded)
        {
            target.Restore(Replicas[from].Log);
            Pump(to);
        }

        Replicas[from].Core.ReportSnapshot(target.Id, succeeded);
        Pump(from);
    }

    public void CheckLogs()
    {
        var cores = Replicas.Values.Where(replica => replica.IsUp).Select(replica => replica.Core).ToImmutableArray();
        for (int a = 0; a < cores.Length; a++)
        {
            for (int b = a + 1; b < cores.Length; b++)
            {
                ClusterInvariants.CheckLogMatching(cores[a], cores[b]);
            }
        }
    }

    private static bool IsBetween(in RaftMessage message, int from, int to) =>
        message.From.Broker.Value == from && message.To.Broker.Value == to;

    private List<RaftMessage> TakeMessages(Predicate<RaftMessage> which)
    {
        var taken = Messages.FindAll(which);
        Messages.RemoveAll(which);
        return taken;
    }

    private long NowOf(int id) => NowMs + _clockAheadMs[id];

    private int NextSeed(int id) => (_seed * 1000) + (id * 100) + _starts++;
}
