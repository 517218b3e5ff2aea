using RaftLog.Storage;

namespace RaftLog.Metadata.Tests.Configs;

/// <summary>What must hold for every line of the two tables.</summary>
public sealed class ConfigDefinitionsTests
{
    private static IEnumerable<ConfigDefinition> All => TopicConfigDefinitions.All.Concat(BrokerConfigDefinitions.All);

    [Test]
    public void Names_AreUnique()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(TopicConfigDefinitions.All.Select(definition => definition.Name), Is.Unique);
            Assert.That(BrokerConfigDefinitions.All.Select(definition => definition.Name), Is.Unique);
        }
    }

    [TestCaseSource(nameof(All))]
    public void Default_IsAValueOfItsKey(ConfigDefinition definition)
    {
        if (definition.Default is { } value)
        {
            Assert.That(definition.ProblemWith(value), Is.Null);
        }
    }

    [TestCaseSource(nameof(All))]
    public void Documentation_SaysWhatItDoes_AndWhetherItIsHonoured(ConfigDefinition definition)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(definition.Documentation, Does.EndWith("."));
            Assert.That(definition.Documentation.Contains("without effect", StringComparison.Ordinal), Is.EqualTo(!definition.IsHonoured));
        }
    }

    [Test]
    public void EveryTopicKey_HasADefault_AndABrokerKeyBehindIt()
    {
        using (Assert.EnterMultipleScope())
        {
            foreach (var definition in TopicConfigDefinitions.All)
            {
                Assert.That(definition.Default, Is.Not.Null, definition.Name);
                Assert.That(definition.Synonyms, Is.Not.Empty, definition.Name);
                Assert.That(definition.Synonyms.Select(synonym => synonym.Name), Is.SubsetOf(BrokerConfigDefinitions.ByName.Keys), definition.Name);
            }
        }
    }

    [Test]
    public void TopicConfigDefault_HasEveryValueParsed()
    {
        var config = TopicConfig.Default;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(config.Retention, Is.EqualTo(TimeSpan.FromDays(7)));
            Assert.That(config.CleanupPolicy, Is.EqualTo(CleanupPolicies.Delete));
            Assert.That(config.SegmentBytes, Is.EqualTo(128 << 20));
            Assert.That(config.MaxMessageBytes, Is.EqualTo(1_048_588));
            Assert.That(config.Flush, Is.EqualTo(FlushMode.Always));
            Assert.That(config.MaxCompactionLag, Is.EqualTo(TimeSpan.MaxValue));
            Assert.That(config.MinCleanableDirtyRatio, Is.EqualTo(0.5));
        }
    }

    [TestCase("retention.ms", "-1", null)]
    [TestCase("retention.ms", "-2", "at least -1")]
    [TestCase("retention.ms", "week", "64-bit number")]
    [TestCase("retention.ms", null, "needs a value")]
    [TestCase("segment.bytes", "3000000000", "32-bit number")]
    [TestCase("cleanup.policy", "compact, delete", null)]
    [TestCase("cleanup.policy", "", "delete, compact")]
    [TestCase("message.timestamp.type", "Now", "CreateTime, LogAppendTime")]
    [TestCase("min.cleanable.dirty.ratio", "1.5", "between 0 and 1")]
    [TestCase("min.cleanable.dirty.ratio", "NaN", "a number")]
    [TestCase("preallocate", "yes", "true or false")]
    [TestCase("unclean.leader.election.enable", "true", "false")]
    [TestCase("raftlog.flush", "interval", null)]
    [TestCase("raftlog.flush", "never", "always, interval")]
    public void Value_IsChecked_AndTheMessageSaysWhatIsAccepted(string name, string? value, string? message)
    {
        string? problem = TopicConfigDefinitions.ByName[name].ProblemWith(value);
        if (message is null)
        {
            Assert.That(problem, Is.Null);
        }
        else
        {
            Assert.That(problem, Does.Contain(message).And.Contain(name));
        }
    }
}
