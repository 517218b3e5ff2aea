using RaftLog.Metadata.Tests.Support;
using RaftLog.Model;

namespace RaftLog.Metadata.Tests.Configs;

public sealed class ConfigResolverTests
{
    private static readonly ConfigResolver WithFile = new(new BrokerId(1), new Dictionary<string, string>
    {
        ["log.retention.hours"] = "2",
        ["num.partitions"] = "4",
    });

    [Test]
    public void TopicValue_ComesFromTheNearestPlace()
    {
        var image = Images.WithBrokers(1).WithTopic("orders");
        var clusterWide = image.With(Broker("", "log.retention.ms", "3000"));
        var ofBroker = clusterWide.With(Broker("1", "log.retention.ms", "2000"));
        var ofTopic = ofBroker.With(Topic("orders", "retention.ms", "1000"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Retention(Images.Defaults, image), Is.EqualTo(TimeSpan.FromDays(7)));
            Assert.That(Retention(WithFile, image), Is.EqualTo(TimeSpan.FromHours(2)));
            Assert.That(Retention(WithFile, clusterWide), Is.EqualTo(TimeSpan.FromSeconds(3)));
            Assert.That(Retention(WithFile, ofBroker), Is.EqualTo(TimeSpan.FromSeconds(2)));
            Assert.That(Retention(WithFile, ofTopic), Is.EqualTo(TimeSpan.FromSeconds(1)));
            Assert.That(Retention(new ConfigResolver(new BrokerId(2), new Dictionary<string, string>()), ofBroker), Is.EqualTo(TimeSpan.FromSeconds(3)));
        }
    }

    [Test]
    public void TopicConfig_IsParsedOnce_UntilAConfigurationChanges()
    {
        var image = Images.WithBrokers(1).WithTopic("orders");
        var first = Images.Defaults.TopicConfig(image, "orders");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Images.Defaults.TopicConfig(image.WithTopic("more"), "orders"), Is.SameAs(first));
            Assert.That(Images.Defaults.TopicConfig(image.With(Topic("orders", "retention.ms", "5")), "orders").Retention, Is.EqualTo(TimeSpan.FromMilliseconds(5)));
        }
    }

    [Test]
    public void RetentionForEver_IsNull()
    {
        var image = Images.WithBrokers(1).WithTopic("orders").With(Topic("orders", "retention.ms", "-1"));

        Assert.That(Retention(Images.Defaults, image), Is.Null);
    }

    [Test]
    public void DescribeTopic_TellsEveryKey_WithValueSourceAndSynonyms()
    {
        var image = Images.WithBrokers(1).WithTopic("orders").With(Topic("orders", "retention.ms", "1000"));

        var entries = WithFile.DescribeTopic(image, "orders");

        var retention = entries.Single(entry => entry.Definition.Name == "retention.ms");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(entries, Has.Length.EqualTo(TopicConfigDefinitions.All.Length));
            Assert.That((retention.Value, retention.Source, retention.IsDefault), Is.EqualTo(("1000", ConfigSource.DynamicTopic, false)));
            Assert.That(retention.Synonyms, Is.EqualTo(new[]
            {
                new ConfigSynonymValue("retention.ms", "1000", ConfigSource.DynamicTopic),
                new ConfigSynonymValue("log.retention.hours", "2", ConfigSource.StaticBroker),
                new ConfigSynonymValue("log.retention.ms", "604800000", ConfigSource.Default),
            }));
        }
    }

    [Test]
    public void DescribeTopic_ConvertsTheUnitOfABrokersKey()
    {
        var entry = WithFile.DescribeTopic(Images.WithBrokers(1).WithTopic("orders"), "orders").Single(entry => entry.Definition.Name == "retention.ms");

        Assert.That((entry.Value, entry.Source), Is.EqualTo(("7200000", ConfigSource.StaticBroker)));
    }

    [Test]
    public void DescribeBroker_TellsWhatTheFileSays()
    {
        var entry = WithFile.DescribeBroker(MetadataImage.Empty).Single(entry => entry.Definition.Name == "num.partitions");

        Assert.That((entry.Value, entry.Source), Is.EqualTo(("4", ConfigSource.StaticBroker)));
    }

    [Test]
    public void DescribeClusterDefault_TellsOnlyWhatIsSet()
    {
        var image = MetadataImage.Empty.With(Broker("", "num.partitions", "9"));

        Assert.That(ConfigResolver.DescribeClusterDefault(image).Single().Source, Is.EqualTo(ConfigSource.DynamicDefaultBroker));
    }

    [TestCase("num.partition", "4", "did you mean 'num.partitions'")]
    [TestCase("num.partitions", "four", "32-bit number")]
    public void File_WithAMistake_IsRefusedWithAMessageThatNamesIt(string name, string value, string message) =>
        Assert.That(
            () => new ConfigResolver(new BrokerId(1), new Dictionary<string, string> { [name] = value }),
            Throws.ArgumentException.With.Message.Contains(message));

    private static TimeSpan? Retention(ConfigResolver resolver, MetadataImage image) => resolver.TopicConfig(image, "orders").Retention;

    private static ConfigRecord Topic(string topic, string name, string value) =>
        new() { ResourceType = ConfigResourceType.Topic, ResourceName = topic, Name = name, Value = value };

    private static ConfigRecord Broker(string broker, string name, string value) =>
        new() { ResourceType = ConfigResourceType.Broker, ResourceName = broker, Name = name, Value = value };
}
