using RaftLog.Broker.Partitions;

namespace RaftLog.Broker.Network;

/// <summary>
/// What the requests that came together by one connection have appended. It is taken up once, when all of them are started, so that a producer's pipelined
/// batches are one write, one frame for each peer and one response's worth of system calls together. Used by the connection's reading loop only, within
/// <see cref="RequestDispatcher.Dispatch"/> and around it.
/// </summary>
internal sealed class AppendBurst
{
    private readonly List<PartitionReplica> _appendedTo = [];

    /// <summary>A request has appended all it has to a partition.</summary>
    public void Add(PartitionReplica leader) => _appendedTo.Add(leader);

    /// <summary>Has everything taken up; before the connection is waited for, and with no lock held.</summary>
    public void End()
    {
        foreach (var leader in _appendedTo)
        {
            leader.TakeUp();
        }

        _appendedTo.Clear();
    }
}
