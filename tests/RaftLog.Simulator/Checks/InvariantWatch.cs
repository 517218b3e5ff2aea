using RaftLog.Consensus;
using RaftLog.Model;
using RaftLog.Replication;
using RaftLog.Simulator.Checks.Durability;
using RaftLog.Simulator.Machine;
using RaftLog.Storage;

namespace RaftLog.Simulator.Checks;

/// <summary>Checks the replicas of one broker after each of its turns.</summary>
internal sealed class InvariantWatch(SimulatedWorld world, GroupInvariants groups, ReplicaRules rules, int broker)
{
    // By replica, not by broker: one that was moved away and comes back, or that was damaged while the process ran, is followed by another,
    // which begins from nothing.
    private readonly Dictionary<(GroupId Group, ReplicaId Replica), CoreObservation> _before = [];
    private readonly Dictionary<(GroupId Group, ReplicaId Replica), Offset> _highWatermarks = [];
    private readonly RecoveredIsWhole _recovered = new();

    // A replica whose disk failed is opened again in the same process, and begins with what the disk has, as after a restart.
    private readonly Dictionary<GroupId, RaftGroup> _opened = [];

    /// <summary>What a process did not flush may be gone after it, so a new one is not compared with it.</summary>
    /// <param name="files">The disk that the new process finds.</param>
    public void Restarted(InMemoryFileSystem files)
    {
        _before.Clear();
        _highWatermarks.Clear();
        _opened.Clear();
        _recovered.Restarted(files);
    }

    public void Check(IEnumerable<RaftGroup> replicas)
    {
        foreach (var replica in replicas)
        {
            rules.Check(replica);

            // An offline replica has stopped wherever its disk failed it.
            if (replica.IsRunning)
            {
                if (_recovered.Check(replica) is { } violation)
                {
                    world.Fail($"broker {broker}: {violation}");
                }

                Check(replica);
            }
        }
    }

    private void Check(RaftGroup replica)
    {
        var key = (replica.Id, replica.Core.Self);
        if (_opened.GetValueOrDefault(replica.Id) != replica)
        {
            _opened[replica.Id] = replica;
            _before.Remove(key);
            _highWatermarks.Remove(key);
        }

        try
        {
            CoreObservation? before = _before.TryGetValue(key, out var seen) ? seen : null;
            var now = RaftInvariants.Check(replica.Core, before);
            if (before is { } last && (last.Role != now.Role || last.Term != now.Term))
            {
                world.Trace.Note(world.Now, "broker {0}, group {1}: another role or term, term {2}", broker, replica.Id.Value, now.Term.Value);
            }

            _before[key] = now;
            groups.Observe(replica);
        }
        catch (InvariantViolationException violation)
        {
            world.Fail($"consensus of {replica.Name} on broker {broker}: {violation.Message}");
        }

        var highWatermark = replica.Handle.Status.HighWatermark;
        if (_highWatermarks.TryGetValue(key, out var earlier) && highWatermark < earlier)
        {
            world.Fail($"the high watermark of {replica.Name} on broker {broker} went back from {earlier} to {highWatermark}");
        }

        _highWatermarks[key] = highWatermark;
    }
}
