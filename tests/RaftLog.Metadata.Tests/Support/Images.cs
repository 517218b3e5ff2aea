using RaftLog.Model;

namespace RaftLog.Metadata.Tests.Support;

/// <summary>Images to decide requests by.</summary>
internal static class Images
{
    public const string ClusterId = "test-cluster";

    public static readonly ConfigResolver Defaults = new(new BrokerId(1), new Dictionary<string, string>());

    /// <summary>An image with live brokers 1, 2, ... in these racks.</summary>
    public static MetadataImage WithBrokers(params string?[] racks) =>
        MetadataImage.Empty.With([.. racks.Select((rack, i) => Registration(i + 1, rack))]);

    /// <summary>An image with so many live brokers and no racks.</summary>
    public static MetadataImage WithBrokers(int count) => WithBrokers(new string?[count]);

    public static BrokerRegistrationRecord Registration(int id, string? rack = null, bool isFenced = false) => new()
    {
        Broker = new BrokerId(id),
        IncarnationId = new Guid(id, 0, 0, new byte[8]),
        BrokerEpoch = id,
        Directory = Directory(id),
        KafkaHost = $"k{id}",
        KafkaPort = 9092,
        PeerHost = $"p{id}",
        PeerPort = 7092,
        Rack = rack,
        IsFenced = isFenced,
    };

    public static DirectoryId Directory(int broker) => new((ulong)(0xD000 + broker));

    /// <summary>The image after some records.</summary>
    public static MetadataImage With(this MetadataImage image, params MetadataRecord[] records) => image.With((IEnumerable<MetadataRecord>)records);

    /// <summary>The image after some records.</summary>
    public static MetadataImage With(this MetadataImage image, IEnumerable<MetadataRecord> records)
    {
        var delta = new MetadataDelta(image);
        delta.Apply(records);
        return delta.Finish(image.Index.Next()).New;
    }

    /// <summary>The image with a topic.</summary>
    public static MetadataImage WithTopic(this MetadataImage image, string name, int partitions = 1, int replicas = 1)
    {
        var result = TopicsControl.Create(image, Creation(name, partitions, replicas), Defaults, new Random(name.Length + image.Topics.Count));
        Assert.That(result.Response.Topics[0].Error, Is.EqualTo(ErrorCode.None), result.Response.Topics[0].ErrorMessage);
        return image.With(result.Records);
    }

    public static CreateTopicsCommand Creation(string name, int partitions = -1, int replicas = -1) =>
        new() { Topics = [new TopicCreation { Name = name, PartitionCount = partitions, ReplicationFactor = replicas }] };

    /// <summary>Fails unless both images say the same.</summary>
    public static void AssertSame(MetadataImage expected, MetadataImage actual)
    {
        var change = MetadataComparison.Between(expected, actual);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(change.Topics, Is.Empty);
            Assert.That(change.Brokers, Is.Empty);
            Assert.That(change.Configs, Is.Empty);
            Assert.That(change.ConsumerGroups, Is.Empty);
            Assert.That(change.Transactions, Is.Empty);
            Assert.That(actual.Transactions.Ending, Is.EquivalentTo(expected.Transactions.Ending));
            Assert.That(actual.Transactions.ByGroup.Keys, Is.EquivalentTo(expected.Transactions.ByGroup.Keys));
            Assert.That(actual.Topics.ByName.Keys, Is.EquivalentTo(expected.Topics.ByName.Keys));
            Assert.That(actual.Topics.ByGroup, Is.EquivalentTo(expected.Topics.ByGroup));
            Assert.That(actual.ClusterId, Is.EqualTo(expected.ClusterId));
            Assert.That(actual.NextGroupId, Is.EqualTo(expected.NextGroupId));
            Assert.That(actual.NextBrokerEpoch, Is.EqualTo(expected.NextBrokerEpoch));
            Assert.That(actual.NextProducerId, Is.EqualTo(expected.NextProducerId));
        }
    }
}
