using RaftLog.Model;

namespace RaftLog.Replication;

/// <summary>The other brokers of the cluster. Replaced as a whole; readable from any thread.</summary>
internal sealed class PeerSet
{
    private volatile BrokerId[] _brokers = [];

    public IReadOnlyList<BrokerId> Brokers => _brokers;

    public void Replace(IEnumerable<BrokerId> brokers) => _brokers = [.. brokers];
}
