using RaftLog.Broker.Partitions;
using RaftLog.Metadata;
using RaftLog.Model;

namespace RaftLog.Broker.Tests.Partitions;

/// <summary>What wakes the loop that opens and closes replicas, and what it sees when it wakes.</summary>
public sealed class PendingTopicsTests
{
    [Test]
    public async Task RegistrationNotedBeforeTheTopicsAreTaken_IsInTheImageTakenWithThem()
    {
        var pending = new PendingTopics();
        var topic = Guid.NewGuid();
        pending.Note(topic);
        await pending.WaitAsync();
        var registered = Registration(MetadataImage.Empty);
        pending.Note(registered);

        var (topics, image) = pending.Take();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(topics, Is.EqualTo(new[] { topic }));
            Assert.That(image, Is.SameAs(registered.New));
            Assert.That(pending.WaitAsync().IsCompleted, Is.False, "nothing is left to do");
        }
    }

    [Test]
    public async Task RegistrationNotedAfterTheTopicsAreTaken_WakesOnceMore()
    {
        var pending = new PendingTopics();
        pending.Note(Guid.NewGuid());
        var (_, before) = pending.Take();
        var registered = Registration(before);

        pending.Note(registered);

        Assert.That(await pending.WaitAsync());
        var (topics, image) = pending.Take();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(topics, Is.Empty);
            Assert.That(image, Is.SameAs(registered.New));
        }
    }

    [Test]
    public async Task Completed_IsToldToWhoeverWaitsFromThenOn()
    {
        var pending = new PendingTopics();
        pending.Note(Guid.NewGuid());

        pending.Complete();
        pending.Take();

        Assert.That(await pending.WaitAsync(), Is.False);
    }

    private static MetadataChange Registration(MetadataImage image)
    {
        var delta = new MetadataDelta(image);
        delta.Apply(new BrokerRegistrationRecord { Broker = new BrokerId(1), IncarnationId = Guid.NewGuid(), BrokerEpoch = 1 });
        return delta.Finish(image.Index + 1);
    }
}
