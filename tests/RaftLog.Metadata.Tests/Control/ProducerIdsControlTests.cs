using RaftLog.Metadata.Tests.Support;
using RaftLog.Model;

namespace RaftLog.Metadata.Tests.Control;

public sealed class ProducerIdsControlTests
{
    private static readonly MetadataImage OneBroker = Images.WithBrokers(1);

    [Test]
    public void Allocate_GivesBlocksThatDoNotOverlap()
    {
        var first = Allocate(OneBroker, epoch: 1);
        var second = Allocate(OneBroker.With(first.Records), epoch: 1);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((first.Response.First, first.Response.Count), Is.EqualTo((0L, ProducerIdsControl.BlockSize)));
            Assert.That(second.Response.First, Is.EqualTo(ProducerIdsControl.BlockSize));
        }
    }

    [Test]
    public void Allocate_ToAnOldRegistration_IsRefused()
    {
        var result = Allocate(OneBroker, epoch: 0);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Response.Error, Is.EqualTo(ErrorCode.StaleBrokerEpoch));
            Assert.That(result.Records, Is.Empty);
        }
    }

    [Test]
    public void Allocate_WhenAllAreUsedUp_DoesNotBeginAgain()
    {
        var image = OneBroker.With(new ProducerIdsRecord { NextProducerId = long.MaxValue - 10 });

        Assert.That(Allocate(image, epoch: 1).Response.Error, Is.EqualTo(ErrorCode.UnknownServerError));
    }

    private static ControlResult<AllocateProducerIdsResult> Allocate(MetadataImage image, long epoch) =>
        ProducerIdsControl.Allocate(image, new AllocateProducerIdsCommand { Broker = new BrokerId(1), BrokerEpoch = epoch });
}
