using RaftLog.Simulator.Checks;
using RaftLog.Simulator.Cluster;
using RaftLog.Simulator.Faults;
using RaftLog.Simulator.Machine;
using RaftLog.Simulator.Workload;

namespace RaftLog.Simulator;

/// <summary>One run of one seed: faults and load for a while, then quiet, then the reckoning.</summary>
internal sealed class Simulation : IDisposable
{
    private static readonly TimeSpan Recovery = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan MatchingInterval = TimeSpan.FromMilliseconds(500);

    private readonly SimulationOptions _options;
    private readonly SimulatedWorld _world;
    private readonly SimulatedCluster _cluster;
    private readonly SimulatedWorkload _workload;
    private readonly FaultRunner _faults;
    private readonly LogAudits _audits;

    private Simulation(SimulationOptions options, Action<string>? listener)
    {
        _options = options;
        _world = new SimulatedWorld(options.Seed);
        _world.Trace.Listener = listener;
        _cluster = new SimulatedCluster(_world, options);
        _workload = new SimulatedWorkload(_cluster);
        _faults = new FaultRunner(_cluster, options.Schedule);
        _audits = new LogAudits(_cluster);
    }

    private int Groups => _workload.Groups;

    /// <summary>Runs a seed on the calling thread.</summary>
    public static SimulationResult Run(SimulationOptions options, Action<string>? listener = null)
    {
        var before = SynchronizationContext.Current;
        try
        {
            using var simulation = new Simulation(options, listener);
            return simulation.Run();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    public void Dispose() => _cluster.Dispose();

    private SimulationResult Run()
    {
        SynchronizationContext.SetSynchronizationContext(_world.Outside);
        try
        {
            RunAll();
        }
#pragma warning disable CA1031 // Whatever it is, the run has failed, and the seed repeats it.
        catch (Exception defect)
#pragma warning restore CA1031
        {
            _world.Fail($"an exception where none is expected: {defect}");
        }

        return new SimulationResult(
            _options.Seed,
            _options.Nodes,
            _world.Failure,
            _world.Trace.Hash,
            _world.Steps,
            _world.Now,
            _workload.History.Acknowledged,
            _workload.History.Reads,
            _workload.Transactions.Committed,
            _workload.Mix.ToString(),
            _faults.Happened,
            _world.Failure is { } failure ? ConcernedEvents.Of(_world.Trace.Last(), failure) : []);
    }

    private void RunAll()
    {
        foreach (var broker in _cluster.Brokers)
        {
            broker.Start();
        }

        _workload.Start();
        _faults.Start();
        CompareLogs();
        _world.RunUntil(() => false, _options.Faults);
        if (_world.Failure is not null)
        {
            return;
        }

        _faults.Stop();
        _workload.StopWriting();
        if (_world.RunUntil(() => _workload.IsDone && _cluster.IsAtRest(Groups), _options.Faults + Recovery))
        {
            new FinalCheck(_cluster, _workload.History, _workload.Transactions, _workload.Balances, _workload.IncarnationOf).Run();
        }
        else
        {
            _world.Fail(
                $"{Recovery.TotalSeconds} s after the last fault the cluster is not well: {_cluster.WhatIsMissing(Groups) ?? "its groups are"}; still at work: {_workload.WhoIsNotDone}");
        }
    }

    private void CompareLogs()
    {
        _cluster.Invariants.CheckLogMatching(_cluster.Brokers.SelectMany(broker => broker.Groups));
        _audits.RunOne();
        _world.At(MatchingInterval, _world.Outside, CompareLogs);
    }
}
