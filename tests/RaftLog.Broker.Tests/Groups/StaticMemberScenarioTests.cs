using RaftLog.Broker.Tests.Support;

namespace RaftLog.Broker.Tests.Groups;

/// <summary>Static membership (KIP-345, KIP-814).</summary>
public sealed class StaticMemberScenarioTests
{
    [Test]
    public void Follower_ThatReturnsUnchanged_GetsItsAssignmentWithoutRebalance_AndFencesItsPredecessor() => GroupScript.Verify(
        """
        join a instance=i1
        join b instance=i2
        wait 500
        < a: generation=1 range leader=a members=a,i2
        < b: generation=1 range leader=a
        sync a assign=a:1,b:2
        < a: assigned '1'
        sync b instance=i2
        < b: assigned '2'
        join c instance=i2 as=nobody
        < c: generation=1 range leader=a
        sync c instance=i2
        < c: assigned '2'
        heartbeat b instance=i2
        < b: FENCED_INSTANCE_ID
        """,
        TwoAtOnce);

    [Test]
    public void Leader_ThatReturnsUnchanged_IsToldNotToAssign() => GroupScript.Verify("""
        join a instance=i1 v=9
        < a: generation=1 range leader=a members=a
        sync a assign=a:1
        < a: assigned '1'
        join b instance=i1 v=9 as=nobody
        < b: generation=1 range leader=b members=b skip
        sync b instance=i1
        < b: assigned '1'
        """);

    [Test]
    public void OldLeader_ThatReturnsUnchanged_IsTreatedAsFollower() => GroupScript.Verify("""
        join a instance=i1 v=5
        < a: generation=1 range leader=a members=a
        sync a assign=a:1
        < a: assigned '1'
        join b instance=i1 v=5 as=nobody
        < b: generation=1 range leader=a
        """);

    [Test]
    public void Member_ThatReturnsWithOtherTopics_CausesRebalance() => GroupScript.Verify("""
        join a instance=i1 topics=t
        < a: generation=1 range leader=a members=a
        sync a assign=a:1
        < a: assigned '1'
        join b instance=i1 topics=t+u as=nobody
        < b: generation=2 range leader=b members=b
        """);

    [Test]
    public void SilentMember_KeepsItsPlaceInARebalance_UntilItsSessionEnds() => GroupScript.Verify("""
        join a instance=i1 session=30000 rebalance=5000
        < a: generation=1 range leader=a members=a
        sync a assign=a:1
        < a: assigned '1'
        join b session=60000 rebalance=5000
        wait 5000
        < b: generation=2 range leader=b members=a,b
        sync b assign=b:2
        < b: assigned '2'
        heartbeat b
        < b: NONE
        wait 25000
        heartbeat b
        < b: REBALANCE_IN_PROGRESS
        """);

    [Test]
    public void Administrator_RemovesMemberByItsNameAlone() => GroupScript.Verify("""
        join a instance=i1
        < a: generation=1 range leader=a members=a
        leave x instance=i1
        < x: NONE
        state
        < group: Empty
        """);

    private static void TwoAtOnce(GroupCoordinatorOptions options) => options.InitialRebalanceDelay = TimeSpan.FromMilliseconds(500);
}
