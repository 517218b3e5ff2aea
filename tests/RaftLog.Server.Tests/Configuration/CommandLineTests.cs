using RaftLog.Server.Configuration;

namespace RaftLog.Server.Tests.Configuration;

public sealed class CommandLineTests
{
    [Test]
    public void Value_FollowsAfterSpaceOrEqualsSign()
    {
        var line = CommandLine.Parse(["--config", "a.json", "--Shards=2", "--Rack", "r=1"]);

        Assert.That(line.ConfigFile, Is.EqualTo("a.json"));
        Assert.That(line.Settings, Is.EqualTo(new KeyValuePair<string, string>[] { new("Shards", "2"), new("Rack", "r=1") }));
    }

    [TestCase("a.json")]
    [TestCase("-x")]
    [TestCase("--")]
    public void WordThatIsNoOption_IsRefused(string word) =>
        Assert.That(() => CommandLine.Parse([word]), Throws.TypeOf<ConfigurationException>().With.Message.Contains($"'{word}' is not an option"));

    [Test]
    public void OptionWithoutValue_IsRefused() =>
        Assert.That(() => CommandLine.Parse(["--config"]), Throws.TypeOf<ConfigurationException>().With.Message.StartsWith("--config needs a value"));

    [Test]
    public void Help_ListsEverySetting() =>
        Assert.That(SettingTable.All.Where(setting => !HelpText.Usage.Contains($"  {setting.Key}  (", StringComparison.Ordinal)), Is.Empty);
}
