using RaftLog.Replication;

namespace RaftLog.Broker.Groups;

/// <summary>Makes this broker's <see cref="GroupCoordinator"/> active exactly while this broker is known to lead the metadata group.</summary>
internal sealed class CoordinatorElection : IDisposable
{
    private readonly BrokerId _self;
    private readonly LeaderDirectory _leaders;
    private readonly GroupCoordinator _coordinator;

    // News may come on several threads at once; under the lock each looks at the directory itself, so the last look sees the last news.
    private readonly Lock _gate = new();

    public CoordinatorElection(BrokerId self, LeaderDirectory leaders, GroupCoordinator coordinator)
    {
        _self = self;
        _leaders = leaders;
        _coordinator = coordinator;
        _leaders.Changed += OnChanged;
        Look();
    }

    public void Dispose() => _leaders.Changed -= OnChanged;

    private void OnChanged(GroupId group, GroupLeader leader)
    {
        if (group == GroupId.Metadata)
        {
            Look();
        }
    }

    private void Look()
    {
        lock (_gate)
        {
            if (_leaders.TryGetLeader(GroupId.Metadata, out var leader) && leader.Leader == _self)
            {
                _coordinator.BecomeCoordinator(leader.Term);
            }
            else
            {
                _coordinator.Resign();
            }
        }
    }
}
