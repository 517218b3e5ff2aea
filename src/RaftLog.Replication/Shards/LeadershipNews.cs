using RaftLog.Model;

namespace RaftLog.Replication;

/// <summary>
/// What a shard tells the other brokers about the groups that are led on it: new leaderships at the end of the turn, all of them every few seconds
/// and to a broker that has just connected. Owned by the shard.
/// </summary>
internal sealed class LeadershipNews(ShardServices services)
{
    private readonly long _intervalMs = (long)services.Options.LeaderDigestInterval.TotalMilliseconds;
    private readonly List<(GroupId Group, Term Term)> _announced = [];
    private readonly List<(GroupId Group, Term Term)> _digest = [];
    private readonly List<BrokerId> _connected = [];

    public long NextDigestMs { get; private set; }

    public void Announce(RaftGroup group) => _announced.Add((group.Id, group.Core.Term));

    public void PeerConnected(BrokerId peer) => _connected.Add(peer);

    /// <summary>Sends what there is to tell.</summary>
    public void Tell(List<RaftGroup> groups, long nowMs)
    {
        bool isDigestDue = nowMs >= NextDigestMs;
        if (isDigestDue || _connected.Count > 0)
        {
            CollectDigest(groups);
        }

        if (isDigestDue)
        {
            NextDigestMs = nowMs + _intervalMs;
            SendToAll(_digest);
        }
        else
        {
            SendToAll(_announced);
            foreach (BrokerId peer in _connected)
            {
                LeaderAnnouncement.Send(services.Transport, peer, _digest);
            }
        }

        _announced.Clear();
        _connected.Clear();
        _digest.Clear();
    }

    private void CollectDigest(List<RaftGroup> groups)
    {
        foreach (RaftGroup group in groups)
        {
            if (group.IsLeader)
            {
                _digest.Add((group.Id, group.Core.Term));
            }
        }
    }

    private void SendToAll(List<(GroupId Group, Term Term)> led)
    {
        if (led.Count == 0)
        {
            return;
        }

        foreach (BrokerId peer in services.Peers.Brokers)
        {
            LeaderAnnouncement.Send(services.Transport, peer, led);
        }
    }
}
