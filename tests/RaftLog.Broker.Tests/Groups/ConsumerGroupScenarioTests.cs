using RaftLog.Broker.Tests.Support;

namespace RaftLog.Broker.Tests.Groups;

/// <summary>The dances of KIP-848 as scripts: what a member's heartbeat says, and (<c>&lt;</c>) what it is told.</summary>
public sealed class ConsumerGroupScenarioTests
{
    [Test]
    public void FirstMember_GetsEverythingAtOnce() => ConsumerScript.Verify("""
        topic t 3
        join a
        < a: epoch=1 [t0,t1,t2]
        beat a
        < a: epoch=1
        state
        < group: Stable uniform a
        """);

    [Test]
    public void Newcomer_GetsItsShare_OnlyWhenTheOtherHasGivenItUp() => ConsumerScript.Verify("""
        topic t 4
        join a
        < a: epoch=1 [t0,t1,t2,t3]
        join b
        < b: epoch=2 []
        beat b
        < b: epoch=2
        beat a
        < a: epoch=1 [t0,t1]
        beat b
        < b: epoch=2
        state
        < group: Reconciling uniform a,b
        ack a
        < a: epoch=2
        beat b
        < b: epoch=2 [t2,t3]
        state
        < group: Stable uniform a,b
        """);

    [Test]
    public void MemberThatKeepsWhatItHas_GoesToTheNextEpochAtOnce() => ConsumerScript.Verify("""
        topic t 2
        join a
        < a: epoch=1 [t0,t1]
        join b
        < b: epoch=2 []
        beat a
        < a: epoch=1 [t0]
        ack a
        < a: epoch=2
        beat b
        < b: epoch=2 [t1]
        join c
        < c: epoch=3 []
        beat a
        < a: epoch=3
        beat b
        < b: epoch=3
        """);

    [Test]
    public void LeavingMember_GivesUpEverythingAtOnce() => ConsumerScript.Verify("""
        topic t 2
        join a
        < a: epoch=1 [t0,t1]
        join b
        < b: epoch=2 []
        leave a
        < a: epoch=-1
        beat b
        < b: epoch=3 [t0,t1]
        beat a
        < a: UNKNOWN_MEMBER_ID
        """);

    [Test]
    public void SilentMember_IsPutOutAfterItsSession_AndItsPartitionsMoveOn() => ConsumerScript.Verify("""
        topic t 2
        join a
        < a: epoch=1 [t0,t1]
        join b
        < b: epoch=2 []
        wait 44999
        beat b
        < b: epoch=2
        wait 1
        beat b
        < b: epoch=3 [t0,t1]
        beat a
        < a: UNKNOWN_MEMBER_ID
        """);

    [Test]
    public void MemberThatDoesNotGiveUpInTime_IsPutOut() => ConsumerScript.Verify("""
        topic t 2
        join a rebalance=10000
        < a: epoch=1 [t0,t1]
        join b
        < b: epoch=2 []
        beat a
        < a: epoch=1 [t0]
        wait 9999
        beat a
        < a: epoch=1
        wait 1
        beat a
        < a: UNKNOWN_MEMBER_ID
        beat b
        < b: epoch=3 [t0,t1]
        """);

    [Test]
    public void EpochOfTheFuture_OrOfThePastWithoutReason_IsFenced() => ConsumerScript.Verify("""
        topic t 2
        join a
        < a: epoch=1 [t0,t1]
        beat a epoch=9
        < a: FENCED_MEMBER_EPOCH
        join b
        < b: epoch=2 []
        beat a
        < a: epoch=1 [t0]
        ack a
        < a: epoch=2
        beat a epoch=1
        < a: FENCED_MEMBER_EPOCH
        """);

    [Test]
    public void MemberWhoseAnswerWasLost_GoesOn_WhenItHasNothingThatItMayNotHave() => ConsumerScript.Verify("""
        topic t 2
        join a
        < a: epoch=1 [t0,t1]
        join b
        < b: epoch=2 []
        beat a
        < a: epoch=1 [t0]
        ack a
        < a: epoch=2
        ack a epoch=1 owned=t0
        < a: epoch=2
        ack a epoch=1 owned=t1
        < a: FENCED_MEMBER_EPOCH
        """);

    [Test]
    public void FencedMember_ThatComesBackWithNothing_GetsItsPartitionsAgain() => ConsumerScript.Verify("""
        topic t 2
        join a
        < a: epoch=1 [t0,t1]
        join a
        < a: epoch=1 [t0,t1]
        join b
        < b: epoch=2 []
        beat a
        < a: epoch=1 [t0]
        join a
        < a: epoch=2 [t0]
        beat b
        < b: epoch=2 [t1]
        """);

    [Test]
    public void FullHeartbeat_IsToldEverything() => ConsumerScript.Verify("""
        topic t 1
        join a
        < a: epoch=1 [t0]
        full a
        < a: epoch=1 [t0]
        """);

    [Test]
    public void TopicsThatComeGrowAndGo_AreSeenAtTheNextHeartbeat() => ConsumerScript.Verify("""
        join a topics=t,u
        < a: epoch=1 []
        topic t 1
        beat a
        < a: epoch=2 [t0]
        topic x 1
        beat a
        < a: epoch=2
        topic t 2
        beat a
        < a: epoch=3 [t0,t1]
        topic u 1
        beat a
        < a: epoch=4 [t0,t1,u0]
        untopic t
        beat a
        < a: epoch=4 [u0]
        ack a
        < a: epoch=5
        """);

    [Test]
    public void Subscription_CanChange_WithoutLeaving() => ConsumerScript.Verify("""
        topic t 1
        topic u 1
        join a topics=t
        < a: epoch=1 [t0]
        beat a topics=u
        < a: epoch=1 []
        ack a
        < a: epoch=2 [u0]
        """);

    [Test]
    public void Regex_MeansWholeNames_OfTopicsThatAreThereAndThatCome() => ConsumerScript.Verify("""
        topic t 1
        topic u 1
        join a regex=[ta]
        < a: epoch=1 [t0]
        topic a 1
        beat a
        < a: epoch=2 [a0,t0]
        topic xt 1
        beat a
        < a: epoch=2
        """);

    [Test]
    public void RegexThatCannotBeUsed_IsRefused_AndLeavesNoMember() => ConsumerScript.Verify("""
        join a regex=(
        < a: INVALID_REGULAR_EXPRESSION
        join a regex=(x)\1
        < a: INVALID_REGULAR_EXPRESSION
        state
        < group: none
        """);

    [Test]
    public void Assignor_IsTheOneThatMostAskFor() => ConsumerScript.Verify("""
        topic t 3
        topic u 3
        join a topics=t,u assignor=range
        < a: epoch=1 [t0,t1,t2,u0,u1,u2]
        join b topics=t,u assignor=range
        < b: epoch=2 []
        beat a
        < a: epoch=1 [t0,t1,u0,u1]
        state
        < group: Reconciling range a,b
        join c assignor=sticky
        < c: UNSUPPORTED_ASSIGNOR
        """);

    [Test]
    public void Group_TakesNoMoreMembersThanItsMaximum() => ConsumerScript.Verify(
        """
        join a
        < a: epoch=1 []
        join b
        < b: GROUP_MAX_SIZE_REACHED
        join a
        < a: epoch=1 []
        """,
        options => options.Consumer.MaxSize = 1);

    [Test]
    public void StaticMember_ThatIsAway_KeepsItsPartitions_ForTheProcessThatTakesItsName() => ConsumerScript.Verify("""
        topic t 2
        join a instance=i
        < a: epoch=1 [t0,t1]
        join b
        < b: epoch=2 []
        away a instance=i
        < a: epoch=-2
        beat b
        < b: epoch=2
        join a2 instance=i
        < a2: epoch=2 [t0]
        beat b
        < b: epoch=2 [t1]
        beat a epoch=1 instance=i
        < a: FENCED_INSTANCE_ID
        """);

    [Test]
    public void StaticName_ThatIsInUse_IsNotGivenToAnother_UntilItsHolderExpires() => ConsumerScript.Verify("""
        topic t 1
        join a instance=i
        < a: epoch=1 [t0]
        join a2 instance=i
        < a2: UNRELEASED_INSTANCE_ID
        wait 45000
        join a2 instance=i
        < a2: epoch=3 [t0]
        """);

    [Test]
    public void StaticMember_ThatStaysAway_IsPutOut() => ConsumerScript.Verify("""
        topic t 1
        join a instance=i
        < a: epoch=1 [t0]
        join b
        < b: epoch=2 []
        away a instance=i
        < a: epoch=-2
        wait 44999
        beat b
        < b: epoch=2
        wait 1
        beat b
        < b: epoch=3 [t0]
        """);

    [Test]
    public void Commits_AreTakenAtTheMembersEpochOnly() => ConsumerScript.Verify("""
        topic t 1
        commit x epoch=-1 as=nobody
        < x: NONE
        join a
        < a: epoch=1 [t0]
        commit a
        < a: NONE
        commit a epoch=0
        < a: STALE_MEMBER_EPOCH
        commit b epoch=1
        < b: UNKNOWN_MEMBER_ID
        commit x epoch=-1 as=nobody
        < x: UNKNOWN_MEMBER_ID
        fetch a
        < a: NONE
        fetch a epoch=7
        < a: STALE_MEMBER_EPOCH
        fetch b epoch=1
        < b: UNKNOWN_MEMBER_ID
        fetch x epoch=-1 as=nobody
        < x: NONE
        """);

    [Test]
    public void GroupGoesFromOneProtocolToTheOther_OnlyWhenItIsEmpty() => ConsumerScript.Verify("""
        topic t 1
        join a
        < a: epoch=1 [t0]
        classic c
        < c: INCONSISTENT_GROUP_PROTOCOL
        leave a
        < a: epoch=-1
        classic c
        < c: generation=3
        join a
        < a: GROUP_ID_NOT_FOUND
        wait 10000
        join a
        < a: epoch=5 [t0]
        """);

    [Test]
    public void NextCoordinator_KnowsNoMember_AndStartsAboveEveryEpochOfTheOneBefore() => ConsumerScript.Verify("""
        topic t 1
        join a
        < a: epoch=1 [t0]
        lead 1
        beat a
        < a: FENCED_MEMBER_EPOCH
        commit a
        < a: UNKNOWN_MEMBER_ID
        join a
        < a: epoch=65537 [t0]
        """);

    /// <summary>Some clients join anew only when they are told so, not when they are unknown.</summary>
    [Test]
    public void MemberOfTheCoordinatorBefore_IsFenced_AlsoWhenOthersWereFaster_ButIsUnknownWhenItLeaves() => ConsumerScript.Verify("""
        topic t 2
        join a
        < a: epoch=1 [t0,t1]
        join b
        < b: epoch=2 []
        join c
        < c: epoch=3 []
        lead 1
        join b
        < b: epoch=65537 [t0,t1]
        beat a
        < a: FENCED_MEMBER_EPOCH
        leave c
        < c: UNKNOWN_MEMBER_ID
        beat x epoch=65538
        < x: UNKNOWN_MEMBER_ID
        """);

    /// <summary>Told that they are unknown, some clients commit as nobody from then on, and others give up.</summary>
    [Test]
    public void CommitOfAMemberOfTheCoordinatorBefore_IsStale_FromWhenItsGroupWasKept_UntilItHasJoinedAnew() => ConsumerScript.Verify("""
        topic t 1
        join a
        < a: epoch=1 [t0]
        join b
        < b: epoch=2 []
        keep
        lead 1
        commit a
        < a: STALE_MEMBER_EPOCH
        commit x epoch=65537
        < x: UNKNOWN_MEMBER_ID
        commit x epoch=0
        < x: UNKNOWN_MEMBER_ID
        join b
        < b: epoch=65537 [t0]
        commit a
        < a: STALE_MEMBER_EPOCH
        fetch a
        < a: STALE_MEMBER_EPOCH
        join a
        < a: epoch=65538 []
        commit a
        < a: NONE
        """);

    [Test]
    public void CommitOfAMemberOfAClassicGroupBefore_IsNeverStale() => ConsumerScript.Verify("""
        classic a
        < a: generation=1
        keep
        lead 1
        commit a epoch=1
        < a: UNKNOWN_MEMBER_ID
        """);
}
