using RaftLog.Broker.Partitions;

namespace RaftLog.Broker.Network;

/// <summary>
/// What the requests that came together by one connection have appended. It is taken up once, with the last of them, so that a producer's pipelined
/// batches are one write and one frame for each peer. Used by the connection's reading loop only, within <see cref="RequestDispatcher.Dispatch"/> and
/// around it.
/// </summary>
internal sealed class AppendBurst
{
    private readonly List<PartitionReplica> _appendedTo = [];

    /// <summary>Whether another request is at hand behind the one that is started.</summary>
    public bool HasMore { get; set; }

    /// <summary>A request has something appended to a partition.</summary>
    public void Add(PartitionReplica leader) => _appendedTo.Add(leader);

    /// <summary>A request has appended all it has.</summary>
    public void EndRequest()
    {
        if (!HasMore)
        {
            End();
        }
    }

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
