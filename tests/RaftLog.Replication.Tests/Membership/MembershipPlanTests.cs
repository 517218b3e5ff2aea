using System.Collections.Immutable;
using RaftLog.Consensus;
using RaftLog.Model;

namespace RaftLog.Replication.Tests.Membership;

/// <summary>Each step from the members that a group has to those that are wanted. A replica is written as its broker, with a ' for each successor.</summary>
public sealed class MembershipPlanTests
{
    [TestCase("1 2 3", "", "1 2 3", "", ExpectedResult = null, TestName = "Nothing_WhenTheGroupIsAsWanted")]
    [TestCase("1 2 3", "", "3 1 2", "", ExpectedResult = null, TestName = "Nothing_WhenOnlyTheOrderDiffers")]
    [TestCase("1 2 3", "", "1 2 4", "", ExpectedResult = "1 2 3 | 4", TestName = "WhoIsWanted_BecomesALearnerFirst")]
    [TestCase("1 2 3", "4", "1 2 4", "", ExpectedResult = null, TestName = "LearnerThatIsBehind_IsWaitedFor")]
    [TestCase("1 2 3", "4", "1 2 4", "4", ExpectedResult = "1 2 4 |", TestName = "LearnerThatHasCaughtUp_TakesThePlaceOfWhoLeaves")]
    [TestCase("1 2 3", "4 5", "1 4 5", "4", ExpectedResult = null, TestName = "VotersStay_UntilAllWhoAreWantedHaveCaughtUp")]
    [TestCase("1 2 3", "4 5 6", "4 5 6", "4 5 6", ExpectedResult = "4 5 6 |", TestName = "AllMembers_CanBeOthers")]
    [TestCase("1 2 3", "", "1' 2 3", "", ExpectedResult = "1 2 3 | 1'", TestName = "Successor_BecomesALearnerFirst")]
    [TestCase("1 2 3", "1'", "1' 2 3", "1'", ExpectedResult = "1' 2 3 |", TestName = "Successor_TakesThePlaceOfItsLostPredecessor")]
    [TestCase("1 2 3", "1' 2'", "1' 2' 3", "1'", ExpectedResult = "1' 2 3 | 2'", TestName = "Successor_DoesNotWaitForAnother")]
    [TestCase("1 2 3", "1' 4", "1' 2 4", "1'", ExpectedResult = "1' 2 3 | 4", TestName = "Successor_DoesNotWaitForAMove")]
    [TestCase("1 2 3", "1'", "1'' 2 3", "1'", ExpectedResult = "1 2 3 | 1''", TestName = "LearnerThatIsNotWantedAnyMore_Leaves")]
    [TestCase("1 2 3", "4", "1 2 3", "4", ExpectedResult = "1 2 3 |", TestName = "CancelledMove_LeavesNoLearner")]
    [TestCase("1 2 3", "", "1 2", "", ExpectedResult = "1 2 |", TestName = "FewerVoters_AreReachedAtOnce")]
    [TestCase("1 2 3", "", "", "", ExpectedResult = null, TestName = "NobodyWanted_IsNoWay")]
    [TestCase("", "", "1 2 3", "1 2 3", ExpectedResult = null, TestName = "ReplicaWithoutAConfiguration_ChangesNothing")]
    public string? Step(string voters, string learners, string wanted, string caughtUp)
    {
        var ready = Replicas(caughtUp);
        var next = MembershipPlan.Next(
            new GroupConfiguration(Replicas(voters), learners: Replicas(learners)), new WantedMembers(Replicas(wanted)), ready.Contains);
        return next is null ? null : $"{Text(next.Voters)} | {Text(next.Learners)}".Trim();
    }

    [Test]
    public void JointConfiguration_IsLeftByTheCore()
    {
        var joint = new GroupConfiguration(Replicas("1' 2 3"), Replicas("1 2 3"));

        Assert.That(MembershipPlan.Next(joint, new WantedMembers(Replicas("1 2 3")), _ => true), Is.Null);
        Assert.That(MembershipPlan.IsReached(joint, new WantedMembers(Replicas("1' 2 3"))), Is.False);
    }

    [Test]
    public void LearnersWantedForGood_ComeAndStay_AndAreNeverPromoted()
    {
        var wanted = new WantedMembers(Replicas("1")) { Learners = Replicas("2 3") };

        var next = MembershipPlan.Next(new GroupConfiguration(Replicas("1"), learners: Replicas("2 4")), wanted, _ => true)!;

        Assert.That(Text(next.Voters), Is.EqualTo("1"));
        Assert.That(Text(next.Learners), Is.EqualTo("2 3"));
        Assert.That(MembershipPlan.IsReached(next, wanted), Is.True);
        Assert.That(MembershipPlan.Next(next, wanted, _ => true), Is.Null);
    }

    private static ImmutableArray<ReplicaId> Replicas(string text) =>
    [
        .. text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(word => new ReplicaId(new BrokerId(word[0] - '0'), new DirectoryId((ulong)word.Length))),
    ];

    private static string Text(IEnumerable<ReplicaId> replicas) =>
        string.Join(' ', replicas.Select(replica => replica.Broker.Value + new string('\'', (int)replica.Directory.Value - 1)));
}
