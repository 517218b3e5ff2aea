using System.Globalization;
using RaftLog.Simulator.Cluster;
using RaftLog.Simulator.Machine;

namespace RaftLog.Simulator.Faults;

/// <summary>Lets the faults of a schedule happen, heals each in its time, and mends everything at the end.</summary>
internal sealed class FaultRunner(SimulatedCluster cluster, FaultSchedule schedule)
{
    private readonly SimulatedWorld _world = cluster.World;
    private readonly List<Fault> _lasting = [];
    private readonly List<string> _happened = [];
    private bool _isOver;

    /// <summary>What has happened so far, in words, one line a fault.</summary>
    public IReadOnlyList<string> Happened => _happened;

    public void Start()
    {
        cluster.Damages.IsCalm = () => _lasting.Count == 0;
        foreach (var planned in schedule.Faults)
        {
            Later(planned.At, () => Begin(planned));
        }
    }

    /// <summary>No more faults; what is broken is mended, and whoever is down starts.</summary>
    public void Stop()
    {
        _isOver = true;
        _world.Trace.Note(_world.Now, "faults stop");
        foreach (var fault in _lasting.ToArray())
        {
            Heal(fault);
        }

        cluster.Clients.Faults = null;
        foreach (var broker in cluster.Brokers)
        {
            broker.MendDisk();
            broker.Resume();
            broker.Start();
        }
    }

    private void Begin(PlannedFault planned)
    {
        if (cluster.Damages.HoldsFaultsBack)
        {
            _world.Trace.Note(_world.Now, $"fault {planned.Number}, {planned.Kind}: held back while a broker does not have again what its disk lost");
            return;
        }

        var fault = FaultCatalog.Create(planned, cluster);
        string words = fault.Begin() ?? $"{planned.Kind}: not possible at this moment";
        _world.Trace.Note(_world.Now, $"fault {planned.Number}, {words}");
        _happened.Add(string.Create(
            CultureInfo.InvariantCulture, $"{planned.Number,3}  {planned.At.TotalSeconds,7:F3} s  {words}{(fault.Lasts > TimeSpan.Zero ? $", for {fault.Lasts.TotalSeconds:F2} s" : "")}"));
        if (fault.Lasts > TimeSpan.Zero)
        {
            _lasting.Add(fault);
            Later(fault.Lasts, () => Heal(fault));
        }
    }

    private void Heal(Fault fault)
    {
        if (_lasting.Remove(fault))
        {
            fault.Heal();
        }
    }

    private void Later(TimeSpan after, Action action) => _world.At(after, _world.Outside, () =>
    {
        if (!_isOver)
        {
            action();
        }
    });
}
