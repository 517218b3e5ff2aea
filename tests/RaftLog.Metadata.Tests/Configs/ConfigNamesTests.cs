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
    [TestCase("completely.different", null)]
    public void Nearest_FindsWhatWasMeant_OrNothing(string name, string? expected) =>
        Assert.That(ConfigNames.Nearest(TopicConfigDefinitions.ByName.Keys, name), Is.EqualTo(expected));
}
