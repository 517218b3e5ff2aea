using RaftLog.Broker.Tests.Support;

namespace RaftLog.Broker.Tests.Groups;

/// <summary>Whose commits are taken, and when.</summary>
public sealed class GroupCommitScenarioTests
{
    [Test]
    public void Commit_OfCurrentGeneration_IsTaken_AlsoWhileOthersRejoin() => GroupScript.Verify("""
        join a
        < a: generation=1 range leader=a members=a
        commit a
        < a: REBALANCE_IN_PROGRESS
        sync a assign=a:all
        < a: assigned 'all'
        commit a
        < a: NONE
        join b
        commit a
        < a: NONE
        """);

    [Test]
    public void Commit_OfOldGeneration_OrUnknownMember_IsRefused() => GroupScript.Verify("""
        join a
        < a: generation=1 range leader=a members=a
        commit a generation=0
        < a: ILLEGAL_GENERATION
        commit x generation=1
        < x: UNKNOWN_MEMBER_ID
        """);

    [Test]
    public void SimpleConsumer_CommitsWhileNobodyIsMember_ButNotBeside() => GroupScript.Verify("""
        commit x
        < x: NONE
        join a
        < a: generation=1 range leader=a members=a
        commit x
        < x: UNKNOWN_MEMBER_ID
        """);

    [Test]
    public void Commit_KeepsTheSession() => GroupScript.Verify("""
        join a session=10000
        < a: generation=1 range leader=a members=a
        sync a assign=a:all
        < a: assigned 'all'
        wait 9000
        commit a
        < a: NONE
        wait 9000
        heartbeat a
        < a: NONE
        """);

    [Test]
    public void CoordinatorThatResigns_LetsWaitersGo_AndTheNextCountsGenerationsOn() => GroupScript.Verify("""
        join a
        < a: generation=1 range leader=a members=a
        join b
        resign
        < b: NOT_COORDINATOR
        heartbeat a
        < a: NOT_COORDINATOR
        commit a
        < a: NOT_COORDINATOR
        lead 1
        heartbeat a
        < a: UNKNOWN_MEMBER_ID
        commit a
        < a: UNKNOWN_MEMBER_ID
        join a as=nobody
        < a: generation=65537 range leader=a members=a
        """);

    [Test]
    public void GroupThatIsForgottenWhenEmpty_CountsGenerationsOn_WhenItComesBack() => GroupScript.Verify("""
        join a
        < a: generation=1 range leader=a members=a
        leave a
        < a: NONE
        wait 600000
        state
        < group: none
        join a as=nobody
        < a: generation=3 range leader=a members=a
        """);
}
