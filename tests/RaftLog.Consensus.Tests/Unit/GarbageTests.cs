using RaftLog.Consensus.Tests.Harness;
using RaftLog.Model;

namespace RaftLog.Consensus.Tests.Unit;

/// <summary>
/// What a peer sends is never a reason to throw, except a contradiction to what is committed by the leader of our own term.
/// </summary>
public sealed class GarbageTests
{
    [Test]
    public void Core_SurvivesGarbage([Range(1, 40)] int seed)
    {
        var random = new Random(seed);
        var cluster = TestCluster.LedBy1(3);
        cluster[1].Core.Propose("a", EntryKind.Data, 10);
        cluster.Settle();
        for (int i = 0; i < 500; i++)
        {
            int to = random.Next(1, 4);
            var message = Garbage(random, to);
            try
            {
                cluster[to].Step(message);
            }
            catch (InvariantViolationException exception)
            {
                Assert.That(message.Kind, Is.EqualTo(RaftMessageKind.AppendRequest));
                Assert.That(exception.Message, Does.Contain("_commitIndex"));
            }

            cluster[to].Core.CollectWrites(new Ready());
        }
    }

    [TestCase(int.MaxValue)]
    [TestCase(-5)]
    public void Core_IgnoresImpossibleTerm(int term)
    {
        var cluster = TestCluster.LedBy1(3);

        cluster[2].Step(new RaftMessage { Kind = RaftMessageKind.HeartbeatRequest, From = TestCluster.Id(3), To = TestCluster.Id(2), Term = new Term(term) });

        Assert.That(cluster[2].Core.Term, Is.EqualTo(new Term(1)));
    }

    private static RaftMessage Garbage(Random random, int to) => new()
    {
        Kind = (RaftMessageKind)random.Next(0, 12),
        From = random.Next(5) == 0 ? new ReplicaId(new BrokerId(random.Next(-1, 9)), new DirectoryId((ulong)random.Next(3))) : TestCluster.Id(random.Next(1, 4)),
        To = TestCluster.Id(to),
        Term = new Term(random.Next(10) == 0 ? random.Next() : random.Next(-1, 4)),
        Index = Index(random),
        LogTerm = new Term(random.Next(-1, 4)),
        LastIndex = Index(random),
        Commit = Index(random),
        Context = random.Next(-1, 5),
        Reject = random.Next(2) == 0,
        IsTransfer = random.Next(2) == 0,
        IsNotice = random.Next(2) == 0,
        Entries = Enumerable.Range(0, random.Next(3)).Select(_ => new EntryDescriptor(new Term(random.Next(-1, 4)), EntryKind.Data, random.Next(-1, 9))).ToArray(),
    };

    private static LogIndex Index(Random random) => random.Next(10) == 0 ? new LogIndex(random.NextInt64(long.MinValue, long.MaxValue)) : new LogIndex(random.Next(-1, 6));
}
