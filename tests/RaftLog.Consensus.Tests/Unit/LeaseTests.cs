using RaftLog.Consensus.Tests.Harness;
using RaftLog.Model;

namespace RaftLog.Consensus.Tests.Unit;

/// <summary>Reads from the leader's lease, thesis §6.4.1.</summary>
public sealed class LeaseTests
{
    private readonly RaftOptions _options = new() { LeaseReads = true, QuickElection = false };

    [Test]
    public void Leader_AnswersFromItsLease_WithoutARound()
    {
        var cluster = Led();

        cluster[1].Core.ReadIndex(7);
        cluster.Pump(1);

        Assert.That(cluster.Messages, Is.Empty);
        Assert.That(cluster[1].Reads, Is.EqualTo(new[] { new ReadState(7, new LogIndex(1), true) }));
    }

    [Test]
    public void Leader_AsksAMajority_WhenItsLeaseHasRunOut()
    {
        var cluster = Led();
        cluster.Isolate(1);
        cluster.Run(900);

        cluster[1].Core.ReadIndex(7);
        cluster.Settle();

        Assert.That(cluster[1].Reads, Is.Empty);
    }

    [Test]
    public void Leader_TrustsItsLeaseNoMore_AfterATransferBegan()
    {
        var cluster = Led();
        cluster[1].Core.TransferLeadership(new BrokerId(2));

        cluster[1].Core.ReadIndex(7);
        cluster[1].Turn();

        Assert.That(cluster[1].Reads, Is.Empty);
    }

    [Test]
    public void Replica_RefusesVotes_RightAfterItsStart()
    {
        var cluster = TestCluster.Of(3, _options);
        cluster.Settle();

        cluster.Campaign(1);
        cluster.Settle();

        Assert.That(cluster[1].Core.Term, Is.EqualTo(Term.Zero));
    }

    private TestCluster Led()
    {
        var cluster = TestCluster.Of(3, _options);
        cluster.Run(1001, stepMs: 1001);
        if (cluster.Leader is null)
        {
            cluster.Campaign(1);
        }

        cluster.Settle();
        Assert.That(cluster.Leader, Is.SameAs(cluster[1]));
        cluster.Run(200);
        return cluster;
    }
}
