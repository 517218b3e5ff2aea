namespace RaftLog.Metadata.Tests.Configs;

public sealed class ConfigNamesTests
{
    [TestCase("retention.ms", "retention.ms", 0)]
    [TestCase("retention.ms", "retention.m", 1)]
    [TestCase("retention.ms", "retnetion.ms", 1)]
    [TestCase("retention.ms", "retention.bytes", 4)]
    [TestCase("", "abc", 3)]
    public void EditDistance_CountsSlipsOfTheFinger(string a, string b, int expected)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(ConfigNames.EditDistance(a, b), Is.EqualTo(expected));
            Assert.That(ConfigNames.EditDistance(b, a), Is.EqualTo(expected));
        }
    }

    [TestCase("clenaup.policy", "cleanup.policy")]
    [TestCase("max.mesage.bytes", "max.message.bytes")]
    [TestCase("segment.md", "segment.ms")]
    [TestCase("compaction.lag", "max.compaction.lag.ms, min.compaction.lag.ms")]
    [TestCase("retention_ms", "retention.ms, delete.retention.ms")]
    [TestCase("completely.different", "")]
    [TestCase("", "")]
    public void Near_FindsWhatWasMeant_TheLikeliestFirst_OrNothing(string name, string expected) =>
        Assert.That(string.Join(", ", ConfigNames.Near(TopicConfigDefinitions.ByName.Keys, name)), Is.EqualTo(expected));

    /// <summary>Comparing takes as much time and memory as a name is long, and the controller does one thing at a time.</summary>
    [Test]
    public void Near_DoesNotCompareNamesThatNobodyMeant() =>
        Assert.That(ConfigNames.Near(TopicConfigDefinitions.ByName.Keys, new string('x', 50_000_000)), Is.Empty);

    [Test]
    public void Message_ListsTheNearNames() => Assert.That(
        ConfigNames.Unknown(TopicConfigDefinitions.ByName, "compaction.lag"),
        Does.EndWith("did you mean 'max.compaction.lag.ms' or 'min.compaction.lag.ms'?"));
}
