using RaftLog.Client.Network;
using RaftLog.Model;
using RaftLog.Protocol.Messages;

namespace RaftLog.Client.Tests;

public sealed class ClusterMetadataTests
{
    [TestCase(5, 6, 2)]
    [TestCase(5, 5, 2)]
    [TestCase(5, 4, 1)]
    public void Merge_NeverGoesBackToAnOlderLeaderEpoch(int known, int told, int leader)
    {
        ClusterMetadata metadata = ClusterMetadata.Empty.Merge(Response(leader: 1, known)).Merge(Response(leader: 2, told));

        Assert.That(metadata.Leader(new TopicPartition("t", 0)).Leader, Is.EqualTo(leader));
    }

    [Test]
    public void Merge_TakesAnyEpoch_OfATopicThatWasCreatedAnew()
    {
        MetadataResponse anew = Response(leader: 2, epoch: 1);
        anew.Topics[0].TopicId = new Guid(1, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]);

        ClusterMetadata metadata = ClusterMetadata.Empty.Merge(Response(leader: 1, epoch: 9)).Merge(anew);

        Assert.That(metadata.Leader(new TopicPartition("t", 0)).Leader, Is.EqualTo(2));
    }

    [Test]
    public void Merge_ForgetsATopicThatIsGone()
    {
        var gone = new MetadataResponse { Topics = [new MetadataResponse.Topic { Name = "t", ErrorCode = ErrorCode.UnknownTopicOrPartition }] };

        ClusterMetadata metadata = ClusterMetadata.Empty.Merge(Response(leader: 1, epoch: 1)).Merge(gone);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(metadata.Topics, Is.Empty);
            Assert.That(metadata.Errors["t"], Is.EqualTo(ErrorCode.UnknownTopicOrPartition));
        }
    }

    private static MetadataResponse Response(int leader, int epoch) => new()
    {
        Topics =
        [
            new MetadataResponse.Topic
            {
                Name = "t",
                Partitions = [new MetadataResponse.Partition { PartitionIndex = 0, LeaderId = leader, LeaderEpoch = epoch }],
            },
        ],
    };
}
