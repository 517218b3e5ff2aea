using RaftLog.Metadata.Tests.Support;
using RaftLog.Model;

namespace RaftLog.Metadata.Tests.Control;

public sealed class ConfigControlTests
{
    private static readonly ConfigResource Orders = ConfigResource.Topic("orders");

    private static readonly MetadataImage Image = Images.WithBrokers(1).WithTopic("orders").With(
        Config("retention.ms", "1000"), Config("cleanup.policy", "compact"));

    [Test]
    public void Set_ChangesOneKey_AndLeavesTheOthers() => AssertAfter(
        Alteration(Set("retention.ms", "2000")), ("cleanup.policy", "compact"), ("retention.ms", "2000"));

    [Test]
    public void Delete_BringsTheDefaultBack() => AssertAfter(Alteration(Change("retention.ms", ConfigOperation.Delete, null)), ("cleanup.policy", "compact"));

    [Test]
    public void Append_AddsToAList_OnceOnly() => AssertAfter(
        Alteration(Change("cleanup.policy", ConfigOperation.Append, "delete,compact")), ("cleanup.policy", "compact,delete"), ("retention.ms", "1000"));

    [Test]
    public void Subtract_TakesFromAList() => AssertAfter(
        Alteration(Set("retention.ms", "1000"), Change("cleanup.policy", ConfigOperation.Subtract, "delete")),
        ("cleanup.policy", "compact"),
        ("retention.ms", "1000"));

    [Test]
    public void ReplaceAll_BringsBackTheDefaultsOfWhatIsNotNamed()
    {
        var alteration = Alteration(Set("segment.bytes", "2097152"));
        alteration.ReplacesAll = true;

        AssertAfter(alteration, ("segment.bytes", "2097152"));
    }

    [Test]
    public void Alter_ToWhatIs_MakesNoRecord() => Assert.That(Alter(Alteration(Set("retention.ms", "1000"))).Records, Is.Empty);

    [Test]
    public void Subtract_OfTheLastElement_IsRefused() =>
        AssertRefused(Alteration(Change("cleanup.policy", ConfigOperation.Subtract, "compact")), ErrorCode.InvalidConfig, "one or more");

    [Test]
    public void Append_ToWhatIsNoList_IsRefused() =>
        AssertRefused(Alteration(Change("retention.ms", ConfigOperation.Append, "1")), ErrorCode.InvalidConfig, "not a list");

    [Test]
    public void UnknownKey_IsRefused_WithTheNearOne() =>
        AssertRefused(Alteration(Set("retention.sm", "1")), ErrorCode.InvalidConfig, "did you mean 'retention.ms'?");

    [Test]
    public void KeyTwice_IsRefused() =>
        AssertRefused(Alteration(Set("retention.ms", "1"), Set("retention.ms", "2")), ErrorCode.InvalidRequest, "more than once");

    [Test]
    public void ValuesThatContradictEachOther_AreRefused() => AssertRefused(
        Alteration(Set("min.compaction.lag.ms", "10"), Set("max.compaction.lag.ms", "5")), ErrorCode.InvalidConfig, "must not be above");

    [Test]
    public void NullValue_IsRefused() => AssertRefused(Alteration(Set("retention.ms", null)), ErrorCode.InvalidRequest, "needs a value");

    [Test]
    public void UnknownOperation_IsRefused() =>
        AssertRefused(Alteration(Change("retention.ms", (ConfigOperation)9, "1")), ErrorCode.InvalidConfig, "9 is not an operation");

    [TestCase(ConfigResourceType.Topic, "gone", ErrorCode.UnknownTopicOrPartition)]
    [TestCase(ConfigResourceType.Broker, "one", ErrorCode.InvalidRequest)]
    [TestCase(ConfigResourceType.Broker, "9", ErrorCode.BrokerIdNotRegistered)]
    [TestCase((ConfigResourceType)8, "1", ErrorCode.InvalidRequest)]
    public void ResourceThatIsNot_IsRefused(ConfigResourceType type, string name, ErrorCode expected)
    {
        var result = Alter(new ConfigResourceAlteration { Type = type, Name = name });

        Assert.That(result.Response.Resources.Single().Error, Is.EqualTo(expected));
    }

    [Test]
    public void BrokerKeyOfTheFile_CannotBeSetWhileTheClusterRuns() => AssertRefused(
        new ConfigResourceAlteration { Type = ConfigResourceType.Broker, Name = "1", Changes = [Set("broker.rack", "north")] },
        ErrorCode.InvalidConfig,
        "configuration file");

    [Test]
    public void ClusterDefault_CanBeSet()
    {
        var result = Alter(new ConfigResourceAlteration { Type = ConfigResourceType.Broker, Changes = [Set("num.partitions", "3")] });

        Assert.That(Image.With(result.Records).Configs.Of(ConfigResource.ClusterDefault)["num.partitions"], Is.EqualTo("3"));
    }

    [Test]
    public void ResourceTwice_IsRefused_AndOthersAreNot()
    {
        var result = Alter(
            Alteration(Set("retention.ms", "1")),
            Alteration(Set("segment.ms", "1")),
            new ConfigResourceAlteration { Type = ConfigResourceType.Broker, Changes = [Set("num.partitions", "3")] });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                result.Response.Resources.Select(resource => resource.Error),
                Is.EqualTo(new[] { ErrorCode.InvalidRequest, ErrorCode.InvalidRequest, ErrorCode.None }));
            Assert.That(result.Records, Has.Count.EqualTo(1));
        }
    }

    [Test]
    public void ValidateOnly_ChangesNothing()
    {
        var command = new AlterConfigsCommand { Resources = [Alteration(Set("retention.ms", "9"))], ValidateOnly = true };

        Assert.That(ConfigControl.Alter(Image, command).Records, Is.Empty);
    }

    private static void AssertAfter(ConfigResourceAlteration alteration, params (string Name, string Value)[] expected)
    {
        var result = Alter(alteration);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Response.Resources.Single().Error, Is.EqualTo(ErrorCode.None), result.Response.Resources.Single().ErrorMessage);
            Assert.That(Image.With(result.Records).Configs.Of(Orders).Select(pair => (pair.Key, pair.Value)), Is.EqualTo(expected));
        }
    }

    private static void AssertRefused(ConfigResourceAlteration alteration, ErrorCode error, string message)
    {
        var result = Alter(alteration);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Response.Resources.Single().Error, Is.EqualTo(error));
            Assert.That(result.Response.Resources.Single().ErrorMessage, Does.Contain(message));
            Assert.That(result.Records, Is.Empty);
        }
    }

    private static ControlResult<AlterConfigsResult> Alter(params ConfigResourceAlteration[] resources) =>
        ConfigControl.Alter(Image, new AlterConfigsCommand { Resources = [.. resources] });

    private static ConfigResourceAlteration Alteration(params ConfigChange[] changes) =>
        new() { Type = ConfigResourceType.Topic, Name = "orders", Changes = [.. changes] };

    private static ConfigChange Set(string name, string? value) => Change(name, ConfigOperation.Set, value);

    private static ConfigChange Change(string name, ConfigOperation operation, string? value) => new() { Name = name, Operation = operation, Value = value };

    private static ConfigRecord Config(string name, string value) =>
        new() { ResourceType = ConfigResourceType.Topic, ResourceName = "orders", Name = name, Value = value };
}
