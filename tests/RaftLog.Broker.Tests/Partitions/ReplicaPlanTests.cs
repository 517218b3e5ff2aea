using System.Collections.Immutable;
using RaftLog.Broker.Partitions;
using RaftLog.Metadata;
using RaftLog.Model;

namespace RaftLog.Broker.Tests.Partitions;

/// <summary>What a broker does about its replica, case by case. Replicas of this broker are a and b; the others do not matter.</summary>
public sealed class ReplicaPlanTests
{
    private static readonly BrokerId Self = new(1);

    [TestCase("a", "", "a", null, true, ReplicaAction.Keep, TestName = "WantedReplicaOnDisk_IsOpened")]
    [TestCase("a", "", "a", null, false, ReplicaAction.Keep, TestName = "WantedReplicaOnDisk_IsOpened_BeforeTheRegistrationIsSeen")]
    [TestCase("a", "", null, null, true, ReplicaAction.Create, TestName = "WantedReplica_IsCreated")]
    [TestCase("a", "", null, null, false, ReplicaAction.None, TestName = "Nothing_IsCreatedByAnImageThatMayBeOld")]
    [TestCase("a", "", null, "a", true, ReplicaAction.ReportLost, TestName = "LostReplica_IsReported_NotCreatedAnew")]
    [TestCase("b", "a", null, "a", true, ReplicaAction.Create, TestName = "LostReplica_IsFollowedByItsSuccessor")]
    [TestCase("b", "a", "a", null, true, ReplicaAction.KeepAndReport, TestName = "ReplicaToBeReplaced_ThatIsWhole_IsKept_AndReported")]
    [TestCase("b", "a", "a", null, false, ReplicaAction.Keep, TestName = "ReplicaToBeReplaced_IsKept_BeforeTheRegistrationIsSeen")]
    [TestCase("", "a", "a", null, true, ReplicaAction.Keep, TestName = "ReplicaOnItsWayOut_StaysOpen")]
    [TestCase("", "", "a", null, true, ReplicaAction.Delete, TestName = "ReplicaThatIsOut_IsDeleted")]
    [TestCase("b", "", "a", null, true, ReplicaAction.Delete, TestName = "ReplicaThatWasReplaced_IsDeleted")]
    [TestCase("", "", "a", null, false, ReplicaAction.None, TestName = "Nothing_IsDeletedByAnImageThatMayBeOld")]
    [TestCase("", "", null, "a", true, ReplicaAction.None, TestName = "LostReplica_ThatIsNotWanted_IsNobodysConcern")]
    public void Step(string wanted, string removing, string? held, string? lost, bool isCurrent, object expected)
    {
        var partition = new PartitionImage(0, new GroupId(1), Replicas(wanted)) { Removing = Replicas(removing) };

        var (action, _) = ReplicaPlan.Next(partition, Self, Replica(held), Replica(lost), isOffline: false, isCurrent);

        Assert.That(action, Is.EqualTo(expected));
    }

    [Test]
    public void ReplicaInADirectoryThatIsOffline_IsNotCreatedAnew()
    {
        var partition = new PartitionImage(0, new GroupId(1), Replicas("a"));

        var (action, _) = ReplicaPlan.Next(partition, Self, held: null, lost: null, isOffline: true, isCurrent: true);

        Assert.That(action, Is.EqualTo(ReplicaAction.None));
    }

    [Test]
    public void OnlyTheFirstReplicas_BeginWithAConfiguration()
    {
        var partition = new PartitionImage(0, new GroupId(1), Replicas("b")) { Initial = Replicas("a") };

        Assert.That(ReplicaPlan.InitialConfiguration(partition, Replica("a")!.Value).Voters, Is.EqualTo(Replicas("a")));
        Assert.That(ReplicaPlan.InitialConfiguration(partition, Replica("b")!.Value).Voters, Is.Empty);
    }

    private static ImmutableArray<ReplicaId> Replicas(string text) => text.Length == 0 ? [] : [Replica(text)!.Value];

    private static ReplicaId? Replica(string? text) => text is null ? null : new ReplicaId(Self, new DirectoryId(text[0]));
}
