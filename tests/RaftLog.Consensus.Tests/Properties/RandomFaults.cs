using RaftLog.Consensus.Tests.Harness;
using RaftLog.Model;

namespace RaftLog.Consensus.Tests.Properties;

/// <summary>
/// A cluster under random messages lost, doubled and reordered, crashes that lose what was not flushed, late flushes, partitions,
/// proposals, transfers, membership changes and compaction: all decided by one seed. Every step is checked by the harness; afterwards
/// the faults stop and the cluster must work again.
/// </summary>
internal sealed class RandomFaults
{
    private readonly Random _random;
    private readonly TestCluster _cluster;
    private readonly List<string> _acknowledged = [];
    private readonly List<(string Text, LogIndex Index, Term Term)> _proposed = [];
    private readonly int _voters;
    private int _nextText;

    public RandomFaults(int seed)
    {
        _random = new Random(seed);
        _voters = seed % 3 == 0 ? 5 : 3;
        var options = new RaftOptions { MaxAppendBytes = 40, MaxInflightAppends = 4, MaxInflightBytes = 100, MaxUncommittedBytes = 400 };
        _cluster = new TestCluster(seed, options);
        for (int id = 1; id <= _voters + 1; id++)
        {
            _cluster.Add(id, id > _voters ? GroupConfiguration.Empty : TestCluster.Voters([.. Enumerable.Range(1, _voters)]));
        }
    }

    public void Run(int steps)
    {
        for (int step = 0; step < steps; step++)
        {
            Step();
            NoteAcknowledged();
            if (step % 50 == 0)
            {
                _cluster.CheckLogs();
            }
        }

        Recover();
    }

    private TestReplica AnyRunning()
    {
        var running = _cluster.Replicas.Values.Where(replica => replica.IsUp).ToArray();
        return running.Length == 0 ? AnyReplica() : running[_random.Next(running.Length)];
    }

    private TestReplica AnyReplica() => _cluster[_random.Next(1, _voters + 2)];

    private void Step()
    {
        int dice = _random.Next(1000);
        switch (dice)
        {
            case < 600:
                DeliverSome();
                break;
            case < 660:
                _cluster.Advance(_random.Next(1, 150));
                break;
            case < 760:
                Propose();
                break;
            case < 860:
                Flush(AnyReplica());
                break;
            case < 866:
                _cluster.Campaign(AnyRunning().Id.Broker.Value);
                break;
            case < 873:
                LoseLeader();
                break;
            case < 880:
                _cluster.Isolate(AnyReplica().Id.Broker.Value);
                break;
            case < 885:
                _cluster.Cut(_random.Next(1, _voters + 2), _random.Next(1, _voters + 2));
                break;
            case < 925:
                _cluster.Heal();
                break;
            case < 940:
                CrashOrRestart();
                break;
            case < 955:
                AnyReplica().FlushesAtOnce = _random.Next(2) == 0;
                break;
            case < 965:
                WithLeader(leader => leader.Core.TransferLeadership(new BrokerId(_random.Next(1, _voters + 1))));
                break;
            case < 975:
                WithLeader(leader => leader.Core.ProposeConfiguration(RandomConfiguration()));
                break;
            case < 980:
                Compact(AnyReplica());
                break;
            default:
                ShipOffers();
                break;
        }
    }

    private void DeliverSome()
    {
        // What a full queue drops is lost, too.
        while (_cluster.Messages.Count > 60)
        {
            _cluster.Messages.RemoveAt(_random.Next(_cluster.Messages.Count));
        }

        for (int i = _random.Next(1, 12); i > 0 && _cluster.Messages.Count > 0; i--)
        {
            DeliverOne();
        }
    }

    private void DeliverOne()
    {
        int position = _random.Next(4) == 0 ? _random.Next(_cluster.Messages.Count) : 0;
        switch (_random.Next(25))
        {
            case 0:
                _cluster.Messages.RemoveAt(position);
                break;
            case 1:
                _cluster.Deliver(_cluster.Messages[position]);
                break;
            default:
                _cluster.DeliverAt(position);
                break;
        }
    }

    private void Propose()
    {
        var replica = _random.Next(3) > 0 && _cluster.Leader is { } leader ? leader : AnyReplica();
        if (!replica.IsUp)
        {
            return;
        }

        var text = $"v{_nextText++}";
        var outcome = replica.Core.Propose(text, EntryKind.Data, 10);
        if (outcome.IsAccepted)
        {
            _proposed.Add((text, outcome.Index, outcome.Term));
        }

        _cluster.Pump(replica.Id.Broker.Value);
    }

    private void Flush(TestReplica replica)
    {
        if (replica.IsUp)
        {
            replica.Flush();
            _cluster.Pump(replica.Id.Broker.Value);
        }
    }

    private void CrashOrRestart()
    {
        var replica = AnyReplica();
        int id = replica.Id.Broker.Value;
        if (!replica.IsUp)
        {
            _cluster.Restart(id);
        }
        else if (_random.Next(2) == 0)
        {
            _cluster.Crash(id);
        }
    }

    /// <summary>The leader's connections break, with or without the leader itself.</summary>
    private void LoseLeader()
    {
        if (_cluster.Leader is not { } leader)
        {
            return;
        }

        if (_random.Next(2) == 0)
        {
            _cluster.Crash(leader.Id.Broker.Value);
        }
        else
        {
            _cluster.Isolate(leader.Id.Broker.Value);
        }

        foreach (var (id, replica) in _cluster.Replicas.Where(pair => pair.Value.IsUp))
        {
            replica.Core.PeerLost(leader.Id.Broker);
            _cluster.Pump(id);
        }
    }

    private void WithLeader(Action<TestReplica> act)
    {
        if (_cluster.Leader is { } leader)
        {
            act(leader);
            _cluster.Pump(leader.Id.Broker.Value);
        }
    }

    private GroupConfiguration RandomConfiguration()
    {
        var ids = Enumerable.Range(1, _voters + 1).OrderBy(_ => _random.Next()).ToArray();
        int voters = _random.Next(2, _voters + 1);
        return new GroupConfiguration(
            [.. ids[..voters].Select(TestCluster.Id)], [], [.. ids[voters..].Where(_ => _random.Next(2) == 0).Select(TestCluster.Id)]);
    }

    private void Compact(TestReplica replica)
    {
        // Only what is flushed: a host does not drop entries whose successors a power loss could take.
        var upTo = Math.Min(replica.Core.CommitIndex.Value, replica.Core.PersistedIndex.Value);
        if (replica.IsUp && replica.FlushesAtOnce && upTo > replica.Log.SnapshotIndex.Value)
        {
            replica.Compact(new LogIndex(_random.NextInt64(replica.Log.SnapshotIndex.Value + 1, upTo + 1)));
            _cluster.Pump(replica.Id.Broker.Value);
        }
    }

    private void ShipOffers()
    {
        foreach (var (id, replica) in _cluster.Replicas.Where(pair => pair.Value.IsUp).ToArray())
        {
            foreach (var offer in replica.Offers.ToArray())
            {
                if (replica.Core.Role == RaftRole.Leader)
                {
                    _cluster.Ship(id, offer.To.Broker.Value);
                }
            }

            replica.Offers.Clear();
        }
    }

    private void NoteAcknowledged()
    {
        foreach (var replica in _cluster.Replicas.Values.Where(replica => replica.IsUp))
        {
            foreach (var (text, _, _) in _proposed.Where(p => p.Index <= replica.Core.CommitIndex && replica.Core.TermAt(p.Index) == p.Term).ToArray())
            {
                _acknowledged.Add(text);
            }

            _proposed.RemoveAll(p => p.Index <= replica.Core.CommitIndex && replica.Core.TermAt(p.Index) is not null);
        }
    }

    private string Describe() => string.Join('\n', _cluster.Replicas.Values.Select(replica =>
        $"{replica.Id.Broker} {replica.Core.Role} {replica.Core.Term} commit={replica.Core.CommitIndex.Value} "
        + $"({ConfigurationText.Of(replica.Core.Configuration)}) log {replica.Log}"));

    /// <summary>
    /// Without faults a leader comes up, takes a proposal, and every member ends with the same entries, none of them lost.
    /// </summary>
    private void Recover()
    {
        _cluster.Heal();
        foreach (var (id, replica) in _cluster.Replicas)
        {
            replica.FlushesAtOnce = true;
            if (!replica.IsUp)
            {
                _cluster.Restart(id);
            }

            Flush(replica);
        }

        for (int round = 0; round < 40; round++)
        {
            _cluster.Run(200);
            ShipOffers();
        }

        var leader = _cluster.Leader;
        Assert.That(leader?.Core.IsEstablishedLeader, Is.True, $"No leader after the faults.\n{Describe()}");
        Assert.That(leader!.Core.Propose("last", EntryKind.Data, 10).Status, Is.EqualTo(ProposeStatus.Accepted));
        for (int round = 0; round < 10; round++)
        {
            _cluster.Run(200);
            ShipOffers();
        }

        var expected = leader.Applied;
        Assert.That(expected, Does.Contain("last"));
        Assert.That(_acknowledged.Except(expected), Is.Empty, "Acknowledged and lost.");
        Assert.That(expected, Is.Unique);
        foreach (var member in _cluster.Replicas.Values.Where(replica => leader.Core.Configuration.Contains(replica.Id)))
        {
            Assert.That(member.Applied, Is.EqualTo(expected), $"{member.Id} differs.");
        }
    }
}
