using RaftLog.Broker.Tests.Support;

namespace RaftLog.Broker.Tests.Groups;

/// <summary>The dances of the classic group protocol as scripts: what is said, and (<c>&lt;</c>) what is answered to whom.</summary>
public sealed class GroupScenarioTests
{
    [Test]
    public void FirstMember_LeadsAndGetsItsOwnAssignment() => GroupScript.Verify("""
        join a
        < a: generation=1 range leader=a members=a
        sync a assign=a:all
        < a: assigned 'all'
        heartbeat a
        < a: NONE
        state
        < group: Stable a
        """);

    [Test]
    public void SecondMember_CausesRebalance_ThatWaitsForTheFirst() => GroupScript.Verify("""
        join a
        < a: generation=1 range leader=a members=a
        sync a assign=a:all
        < a: assigned 'all'
        join b
        heartbeat a
        < a: REBALANCE_IN_PROGRESS
        join a
        < b: generation=2 range leader=a
        < a: generation=2 range leader=a members=a,b
        sync b
        sync a assign=a:left,b:right
        < b: assigned 'right'
        < a: assigned 'left'
        """);

    [Test]
    public void Rebalance_GoesOnWithoutMemberThatDoesNotRejoin_AfterRebalanceTimeout() => GroupScript.Verify("""
        join a rebalance=5000 session=30000
        < a: generation=1 range leader=a members=a
        sync a assign=a:all
        < a: assigned 'all'
        join b rebalance=5000 session=30000
        wait 4999
        wait 1
        < b: generation=2 range leader=b members=b
        heartbeat a
        < a: UNKNOWN_MEMBER_ID
        """);

    [Test]
    public void Member_ThatIsSilentForItsSession_IsPutOut_AndOthersRebalance() => GroupScript.Verify("""
        join a session=10000
        < a: generation=1 range leader=a members=a
        sync a assign=a:all
        < a: assigned 'all'
        wait 9000
        heartbeat a
        < a: NONE
        wait 9999
        state
        < group: Stable a
        wait 1
        state
        < group: Empty
        heartbeat a
        < a: UNKNOWN_MEMBER_ID
        """);

    [Test]
    public void Member_InPendingJoin_DoesNotExpire() => GroupScript.Verify("""
        join a session=60000 rebalance=60000
        < a: generation=1 range leader=a members=a
        sync a assign=a:all
        < a: assigned 'all'
        join b session=6000 rebalance=60000
        wait 30000
        heartbeat a
        < a: REBALANCE_IN_PROGRESS
        join a session=60000
        < b: generation=2 range leader=a
        < a: generation=2 range leader=a members=a,b
        """);

    [Test]
    public void NewcomerFromVersion4_IsSentAwayWithAnId_AndMustUseIt() => GroupScript.Verify("""
        join a v=4
        < a: MEMBER_ID_REQUIRED
        state
        < group: Empty
        join a v=4
        < a: generation=1 range leader=a members=a
        """);

    [Test]
    public void IdThatIsNeverUsed_Lapses_AndHoldsUpTheGenerationNoLonger() => GroupScript.Verify("""
        join a v=4 session=6000
        < a: MEMBER_ID_REQUIRED
        join b session=30000
        wait 5999
        wait 1
        < b: generation=1 range leader=b members=b
        join a v=4
        < a: UNKNOWN_MEMBER_ID
        """);

    [Test]
    public void FirstGeneration_WaitsForFurtherMembers_FromTheLatestOn() => GroupScript.Verify(
        """
        join a
        wait 300
        join b
        wait 499
        wait 1
        < a: generation=1 range leader=a members=a,b
        < b: generation=1 range leader=a
        """,
        options => options.InitialRebalanceDelay = TimeSpan.FromMilliseconds(500));

    [Test]
    public void Protocol_IsTheOneThatAllOffer_ByMostVotes() => GroupScript.Verify(
        """
        join a protocols=x,y,z
        join b protocols=y,z
        join c protocols=z,y
        wait 500
        < a: generation=1 y leader=a members=a,b,c
        < b: generation=1 y leader=a
        < c: generation=1 y leader=a
        """,
        options => options.InitialRebalanceDelay = TimeSpan.FromMilliseconds(500));

    [Test]
    public void Newcomer_WithoutCommonProtocol_OrOfOtherType_IsRefused() => GroupScript.Verify("""
        join a protocols=range
        < a: generation=1 range leader=a members=a
        join b protocols=sticky
        < b: INCONSISTENT_GROUP_PROTOCOL
        join c type=connect
        < c: INCONSISTENT_GROUP_PROTOCOL
        """);

    [Test]
    public void SessionTimeout_OutsideTheBounds_IsRefused() => GroupScript.Verify("""
        join a session=5999
        < a: INVALID_SESSION_TIMEOUT
        join a session=1800001
        < a: INVALID_SESSION_TIMEOUT
        """);

    [Test]
    public void Group_TakesNoMoreMembersThanItsMaximum() => GroupScript.Verify(
        """
        join a
        < a: generation=1 range leader=a members=a
        join b v=4
        < b: MEMBER_ID_REQUIRED
        join c
        < c: GROUP_MAX_SIZE_REACHED
        """,
        options => options.MaxGroupSize = 2);

    [Test]
    public void Leave_RebalancesAtOnce() => GroupScript.Verify(
        """
        join a
        join b
        wait 500
        < a: generation=1 range leader=a members=a,b
        < b: generation=1 range leader=a
        sync b
        leave a
        < a: NONE
        < b: REBALANCE_IN_PROGRESS
        join b
        < b: generation=2 range leader=b members=b
        leave a
        < a: UNKNOWN_MEMBER_ID
        """,
        options => options.InitialRebalanceDelay = TimeSpan.FromMilliseconds(500));

    [Test]
    public void Leader_ThatNeverSyncs_IsPutOutAfterRebalanceTimeout() => GroupScript.Verify(
        """
        join a session=60000 rebalance=10000
        join b session=60000 rebalance=10000
        wait 500
        < a: generation=1 range leader=a members=a,b
        < b: generation=1 range leader=a
        sync b
        wait 9999
        wait 1
        < b: REBALANCE_IN_PROGRESS
        join b
        < b: generation=2 range leader=b members=b
        """,
        options => options.InitialRebalanceDelay = TimeSpan.FromMilliseconds(500));

    [Test]
    public void Sync_OfAnotherGenerationOrProtocol_IsRefused() => GroupScript.Verify("""
        join a
        < a: generation=1 range leader=a members=a
        sync a generation=7
        < a: ILLEGAL_GENERATION
        sync a protocols=sticky
        < a: INCONSISTENT_GROUP_PROTOCOL
        sync x
        < x: UNKNOWN_MEMBER_ID
        """);

    [Test]
    public void JoinAnswerThatWasLost_IsGivenAgain_WithoutRebalance() => GroupScript.Verify("""
        join a
        < a: generation=1 range leader=a members=a
        join a
        < a: generation=1 range leader=a members=a
        sync a assign=a:all
        < a: assigned 'all'
        """);

    [Test]
    public void Leader_ThatJoinsAStableGroupAgain_CausesRebalance_FollowerDoesNot() => GroupScript.Verify(
        """
        join a
        join b
        wait 500
        < a: generation=1 range leader=a members=a,b
        < b: generation=1 range leader=a
        sync a assign=a:1,b:2
        < a: assigned '1'
        join b
        < b: generation=1 range leader=a
        sync b
        < b: assigned '2'
        join a
        join b
        < a: generation=2 range leader=a members=a,b
        < b: generation=2 range leader=a
        """,
        options => options.InitialRebalanceDelay = TimeSpan.FromMilliseconds(500));
}
