using RaftLog.Model;

namespace RaftLog.Replication.Tests;

/// <summary>Garbage of a batch on its way through a leader and a follower, one batch under way at a time: the worst case, since nothing is shared.</summary>
[NonParallelizable]
public sealed class AppendAllocationTests
{
    private const int BatchCount = 200;
    private const int Rounds = 5;

    /// <summary>Call, append, write, flush, a frame to each of two peers, commit, and the outcome. The test's buffer for the batch is not in it.</summary>
    private const int LeaderBudget = 2_350;

    /// <summary>The frame taken apart, the append, write, flush, the acknowledgement, and the news of the commit.</summary>
    private const int FollowerBudget = 2_100;

    [Test]
    public void Batch_StaysWithinItsBudgets_AndItsRecordsCostNothing()
    {
        using var pair = new MeteredPair();

        (double leader, double follower) = Measure(pair, records: 1);
        (double leaderMany, double followerMany) = Measure(pair, records: 200);

        TestContext.Out.WriteLine($"Bytes a batch: leader {leader:F0}, follower {follower:F0}; with 200 records {leaderMany:F0} and {followerMany:F0}.");
        Assert.Multiple(() =>
        {
            Assert.That(leader, Is.LessThanOrEqualTo(LeaderBudget));
            Assert.That(follower, Is.LessThanOrEqualTo(FollowerBudget));
            Assert.That(leaderMany, Is.LessThanOrEqualTo(LeaderBudget), "with 200 records");
            Assert.That(followerMany, Is.LessThanOrEqualTo(FollowerBudget), "with 200 records");
        });
    }

    // The best of several rounds, as AllocationMeter says.
    private static (double Leader, double Follower) Measure(MeteredPair pair, int records)
    {
        string[] values = [.. Enumerable.Repeat(new string('x', 100), records)];
        double leader = double.MaxValue;
        double follower = double.MaxValue;
        for (int round = 0; round <= Rounds; round++)
        {
            long leaderBefore = pair.Leader.Allocated;
            long followerBefore = pair.Follower.Allocated;
            for (int i = 0; i < BatchCount; i++)
            {
                pair.Append(Batches.Of(values));
            }

            if (round > 0)
            {
                leader = Math.Min(leader, (double)(pair.Leader.Allocated - leaderBefore) / BatchCount);
                follower = Math.Min(follower, (double)(pair.Follower.Allocated - followerBefore) / BatchCount);
            }
        }

        return (leader, follower);
    }
}
