using RaftLog.Replication;

namespace RaftLog.Broker;

/// <summary>Makes this broker's coordinators active exactly while this broker is known to lead the metadata group.</summary>
internal sealed class CoordinatorElection : IDisposable
{
    private readonly BrokerId _self;
    private readonly LeaderDirectory _leaders;
    private readonly ICoordinator[] _coordinators;

    // News may come on several threads at once; under the lock each looks at the directory itself, so the last look sees the last news.
    private readonly Lock _gate = new();

    public CoordinatorElection(BrokerId self, LeaderDirectory leaders, params ICoordinator[] coordinators)
    {
        _self = self;
        _leaders = leaders;
        _coordinators = coordinators;
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
            bool leads = _leaders.TryGetLeader(GroupId.Metadata, out var leader) && leader.Leader == _self;
            foreach (var coordinator in _coordinators)
            {
                if (leads)
                {
                    coordinator.BecomeCoordinator(leader.Term);
                }
                else
                {
                    coordinator.Resign();
                }
            }
        }
    }
}
