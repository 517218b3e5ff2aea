using RaftLog.Model;
using RaftLog.Storage;

namespace RaftLog.Replication.Tests;

/// <summary>Transaction markers on their way into a group's log.</summary>
public sealed class TransactionMarkerTests
{
    private static readonly TransactionMarker Abort = new(4_000, 1, 3, Commit: false);

    [Test]
    public void Marker_SaysWhereTheTransactionBegins_AndIsOnEveryReplica()
    {
        var cluster = new TestCluster();
        cluster.Append("before");

        AppendOutcome outcome = Append(cluster, Abort);
        cluster.RunUntilAgreed();

        Assert.That(outcome.Status, Is.EqualTo(AppendStatus.Appended));
        foreach (TestBroker broker in cluster.Brokers)
        {
            Assert.That(MarkersOf(broker.Groups[TestCluster.Group].Log), Is.EqualTo(new[] { Abort }), $"{broker.Id}");
        }
    }

    /// <summary>A coordinator repeats its markers until it knows. What another one repeats that takes over is appended, so that the first is shut out from then on.</summary>
    [Test]
    public void RepeatedMarker_IsASuccess_AndIsNotAppendedAgain_AlsoByTheNextLeader()
    {
        var cluster = new TestCluster();
        AppendOutcome first = Append(cluster, Abort);
        cluster.RunUntilAgreed();
        cluster.RunUntilLeader().Crash();

        AppendOutcome again = Append(cluster, Abort);
        AppendOutcome successors = Append(cluster, Abort with { CoordinatorEpoch = 4 });

        Assert.That(again.Status, Is.EqualTo(AppendStatus.Duplicate));
        Assert.That(again.BaseOffset, Is.EqualTo(first.BaseOffset));
        Assert.That(successors.Status, Is.EqualTo(AppendStatus.Appended));
        Assert.That(MarkersOf(cluster.RunUntilLeader().Groups[TestCluster.Group].Log), Has.Count.EqualTo(2));
    }

    [Test]
    public void MarkerOfAnEarlierEpochOrCoordinator_IsRefused()
    {
        var cluster = new TestCluster();
        Append(cluster, Abort);

        Assert.That(Append(cluster, Abort with { ProducerEpoch = 0 }).Status, Is.EqualTo(AppendStatus.InvalidProducerEpoch));
        Assert.That(Append(cluster, Abort with { CoordinatorEpoch = 2 }).Status, Is.EqualTo(AppendStatus.CoordinatorFenced));
    }

    private static AppendOutcome Append(TestCluster cluster, TransactionMarker marker)
    {
        while (true)
        {
            TestBroker leader = cluster.RunUntilLeader();
            AppendOutcome outcome = cluster.Await(leader.Groups[TestCluster.Group].AppendMarkerAsync(marker));
            if (outcome.Status != AppendStatus.NotLeader)
            {
                return outcome;
            }
        }
    }

    private static List<TransactionMarker> MarkersOf(PartitionLog log)
    {
        var markers = new List<TransactionMarker>();
        using LogCursor cursor = log.OpenCursor(log.FirstIndex);
        while (cursor.MoveNext(log.LastIndex))
        {
            if (TransactionMarkerBatch.TryRead(cursor.Current.Payload.Span, out TransactionMarker marker, out _))
            {
                markers.Add(marker);
            }
        }

        return markers;
    }
}
