using RaftLog.Metadata.Tests.Support;
using RaftLog.Model;

namespace RaftLog.Metadata.Tests.Image;

public sealed class MetadataStoreTests
{
    private static readonly MetadataImage OneTopic = Images.WithBrokers(1).WithTopic("orders");

    [Test]
    public void Subscriber_HearsFirstOfAllThereIs_ThenOfEachChange()
    {
        var store = StoreWith(OneTopic);
        var heard = new List<MetadataChange>();

        using var subscription = store.Subscribe(heard.Add);
        Publish(store, OneTopic.WithTopic("more"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(heard[0].CreatedTopics.Select(topic => topic.Name), Is.EqualTo(new[] { "orders" }));
            Assert.That(heard[1].CreatedTopics.Select(topic => topic.Name), Is.EqualTo(new[] { "more" }));
            Assert.That(heard[1].Old, Is.SameAs(heard[0].New));
        }
    }

    [Test]
    public void Subscriber_SeesTheNewImageAsTheCurrentOne()
    {
        var store = StoreWith(OneTopic);
        MetadataImage? seen = null;
        using var subscription = store.Subscribe(_ => seen = store.Current);

        Publish(store, OneTopic.WithTopic("more"));

        Assert.That(seen!.Topics.Count, Is.EqualTo(2));
    }

    [Test]
    public void Subscriber_HearsNothingMore_AfterItsEnd()
    {
        var store = StoreWith(OneTopic);
        int calls = 0;
        store.Subscribe(_ => calls++).Dispose();

        Publish(store, OneTopic.WithTopic("more"));

        Assert.That(calls, Is.EqualTo(1));
    }

    [Test]
    public async Task Wait_CompletesWithTheIndex_AndNotBefore()
    {
        var store = StoreWith(OneTopic);
        var index = OneTopic.Index.Next();

        var waiting = store.WaitForAsync(index, CancellationToken.None);
        Assert.That(waiting.IsCompleted, Is.False);
        Publish(store, OneTopic.WithTopic("more"));

        await waiting;
        Assert.That(store.WaitForAsync(index, CancellationToken.None).IsCompletedSuccessfully, Is.True);
    }

    [Test]
    public void Wait_CanBeGivenUp()
    {
        using var stop = new CancellationTokenSource();
        var waiting = StoreWith(OneTopic).WaitForAsync(new LogIndex(1_000), stop.Token);

        stop.Cancel();

        Assert.That(async () => await waiting, Throws.InstanceOf<OperationCanceledException>());
    }

    private static MetadataStore StoreWith(MetadataImage image)
    {
        var store = new MetadataStore();
        Publish(store, image);
        return store;
    }

    private static void Publish(MetadataStore store, MetadataImage image) => store.Publish(MetadataComparison.Between(store.Current, image));
}
