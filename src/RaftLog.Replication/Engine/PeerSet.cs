using RaftLog.Model;

namespace RaftLog.Replication;

/// <summary>The other brokers of the cluster: those stated, and those that are connected though nobody has stated them yet. Readable from any thread.</summary>
internal sealed class PeerSet
{
    private readonly Lock _lock = new(); // Guards the writes, and the two sets.
    private readonly HashSet<BrokerId> _connected = [];
    private HashSet<BrokerId> _stated = [];
    private volatile BrokerId[] _brokers = [];

    public IReadOnlyList<BrokerId> Brokers => _brokers;

    public void Replace(IEnumerable<BrokerId> brokers)
    {
        lock (_lock)
        {
            _stated = [.. brokers];
            Publish();
        }
    }

    public void Connected(BrokerId peer)
    {
        lock (_lock)
        {
            _connected.Add(peer);
            Publish();
        }
    }

    public void Lost(BrokerId peer)
    {
        lock (_lock)
        {
            _connected.Remove(peer);
            Publish();
        }
    }

    private void Publish() => _brokers = [.. _stated.Union(_connected)];
}
