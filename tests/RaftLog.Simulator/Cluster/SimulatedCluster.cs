using RaftLog.Model;
using RaftLog.Replication;
using RaftLog.Server.Metrics;
using RaftLog.Simulator.Checks;
using RaftLog.Simulator.Faults.Disk;
using RaftLog.Simulator.Machine;
using RaftLog.Simulator.Network;
using RaftLog.Simulator.Workload.Connections;

namespace RaftLog.Simulator.Cluster;

/// <summary>The brokers of a simulation with what is between them.</summary>
internal sealed class SimulatedCluster : IDisposable
{
    public SimulatedCluster(SimulatedWorld world, SimulationOptions options)
    {
        World = world;
        Options = options;
        Network = new SimulatedNetwork(world);
        Invariants = new GroupInvariants(world);
        Rules = new ReplicaRules(this);
        Clients = new ClientNetwork(this);
        Supervisor = new Supervisor(world);
        Damages = new DamageWarden(this);
        Brokers = [.. Enumerable.Range(1, options.Nodes).Select(number => new SimulatedBroker(this, number))];
    }

    public SimulatedWorld World { get; }

    public SimulationOptions Options { get; }

    public SimulatedNetwork Network { get; }

    public GroupInvariants Invariants { get; }

    public ReplicaRules Rules { get; }

    public ClientNetwork Clients { get; }

    public Supervisor Supervisor { get; }

    public DamageWarden Damages { get; }

    /// <summary>Of all brokers. The runtime keeps a list of all meters for ever, and through it whatever they count: they must be taken off it.</summary>
    public MeterFactory Meters { get; } = new();

    public IReadOnlyList<SimulatedBroker> Brokers { get; }

    public void Dispose() => Meters.Dispose();

    public IReadOnlyList<SimulatedBroker> Others(SimulatedBroker than) => [.. Brokers.Where(broker => broker != than)];

    /// <summary>The broker that leads a group, as far as that broker knows; null when none does.</summary>
    public SimulatedBroker? LeaderOf(GroupId group) =>
        Brokers.FirstOrDefault(broker => broker.Groups.Any(replica => replica.Id == group && replica.Handle.Status.IsLeader));

    /// <summary>The groups that are open somewhere.</summary>
    public IReadOnlyList<GroupId> OpenGroups() => [.. Brokers.SelectMany(broker => broker.Groups).Select(replica => replica.Id).Distinct().Order()];

    public SimulatedBroker AnyBroker() => Brokers[World.Random.Next(Brokers.Count)];

    /// <summary>Whether every group has a leader that may serve, and all its replicas have the same log, committed to its end.</summary>
    public bool IsAtRest(int groups) => WhatIsMissing(groups) is null;

    /// <summary>What keeps the cluster from being at rest, in words; null when it is.</summary>
    public string? WhatIsMissing(int groups)
    {
        if (Brokers.FirstOrDefault(broker => !broker.IsUp || !broker.Node!.Status.IsReady) is { } missing)
        {
            return $"broker {missing.Id} is not ready ({missing.Node?.Status.State ?? "down"}, waits for {string.Join(", ", missing.Node?.Status.WaitingFor ?? [])})";
        }

        var replicas = Brokers.SelectMany(broker => broker.Groups).GroupBy(group => group.Id).ToList();
        if (replicas.Count < groups)
        {
            return $"only {replicas.Count} of {groups} groups are open";
        }

        return replicas.Select(WhatIsMissing).FirstOrDefault(missing => missing is not null);
    }

    private static string? WhatIsMissing(IGrouping<GroupId, RaftGroup> replicas)
    {
        if (!replicas.Any(replica => replica.Handle.Status.IsLeader))
        {
            return $"group {replicas.Key} ({replicas.First().Name}) has no leader";
        }

        var first = replicas.First();
        return replicas.All(replica => replica.Core.LastIndex == first.Core.LastIndex && replica.Core.CommitIndex == first.Core.LastIndex)
            ? null
            : $"the replicas of group {replicas.Key} ({first.Name}) do not agree: {string.Join("; ", replicas.Select(replica => $"{replica.Core.Self.Broker}: last {replica.Core.LastIndex}, committed {replica.Core.CommitIndex}, {replica.Core.Role} in {replica.Core.Term}"))}";
    }
}
