using RaftLog.Metadata.Tests.Support;
using RaftLog.Model;

namespace RaftLog.Metadata.Tests.Control;

public sealed class ConsumerGroupsControlTests
{
    [Test]
    public void StateOfAGroupThatIsGone_IsNotKept_WhenOnlyAKnownOneIsMeant()
    {
        var command = new WriteConsumerGroupCommand { ConsumerGroup = "gone", Generation = 1, OnlyIfKnown = true };

        var result = ConsumerGroupsControl.Write(MetadataImage.Empty, command);

        Assert.That((result.Response.Error, result.Records.Count), Is.EqualTo((ErrorCode.None, 0)));
    }

    [Test]
    public void Write_KeepsGenerationProtocolAndState()
    {
        var image = MetadataImage.Empty.With(Write(MetadataImage.Empty, generation: 4).Records);

        var group = image.ConsumerGroups.ById["readers"];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(group.Generation, Is.EqualTo(4));
            Assert.That(group.ProtocolType, Is.EqualTo("consumer"));
            Assert.That(group.State.ToArray(), Is.EqualTo(new byte[] { 1, 2, 3 }));
        }
    }

    [Test]
    public void Write_OfAnOlderGeneration_IsRefused()
    {
        var image = MetadataImage.Empty.With(Write(MetadataImage.Empty, generation: 4).Records);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Write(image, generation: 3).Response.Error, Is.EqualTo(ErrorCode.IllegalGeneration));
            Assert.That(Write(image, generation: 4).Response.Error, Is.EqualTo(ErrorCode.None));
        }
    }

    [Test]
    public void Write_LeavesTheOffsetsAlone()
    {
        var image = MetadataImage.Empty.With(OffsetCommitRecord.Of(
            "readers", 0, [new(new TopicPartition("orders", 0), new CommittedOffset(new Offset(9), 0, "", 0))]));

        image = image.With(Write(image, generation: 1).Records);

        Assert.That(image.ConsumerGroups.ById["readers"].Offsets, Has.Count.EqualTo(1));
    }

    [Test]
    public void Delete_ForgetsTheGroup_AndSaysWhichAreUnknown()
    {
        var image = MetadataImage.Empty.With(Write(MetadataImage.Empty, generation: 4).Records);

        var result = ConsumerGroupsControl.Delete(image, new DeleteConsumerGroupsCommand { ConsumerGroups = ["readers", "others", "readers"] });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                result.Response.ConsumerGroups.Select(group => group.Error),
                Is.EqualTo(new[] { ErrorCode.None, ErrorCode.GroupIdNotFound, ErrorCode.None }));
            Assert.That(image.With(result.Records).ConsumerGroups.ById, Is.Empty);
        }
    }

    private static ControlResult<WriteConsumerGroupResult> Write(MetadataImage image, int generation) =>
        ConsumerGroupsControl.Write(image, new WriteConsumerGroupCommand
        {
            ConsumerGroup = "readers",
            Generation = generation,
            ProtocolType = "consumer",
            State = new byte[] { 1, 2, 3 },
        });
}
