using System.Collections;
using RaftLog.Server.Configuration;

namespace RaftLog.Server.Tests.Configuration;

public sealed class ConfigurationFileTests
{
    private string _directory = null!;

    [SetUp]
    public void CreateDirectory() => _directory = Directory.CreateTempSubdirectory("raftlog-config-").FullName;

    [TearDown]
    public void DeleteDirectory() => Directory.Delete(_directory, recursive: true);

    [Test]
    public void MissingFile_IsNamed() =>
        Assert.That(ProblemOf(Path.Combine(_directory, "none.json")), Does.Contain("none.json' does not exist"));

    [Test]
    public void BrokenJson_IsNamed_WithItsPlace() =>
        Assert.That(ProblemOf(Write("{ \"RaftLog\": { \"BrokerId\": 1,, } }")), Does.Contain("is not valid JSON").And.Contain("LineNumber: 0"));

    [Test]
    public void TypoInTheFile_NamesTheFile() =>
        Assert.That(ProblemOf(Write("{ \"RaftLog\": { \"BrokrId\": 1 } }")), Does.Contain("RaftLog:BrokrId is not a known key").And.Contain("node.json").And.Contain("RaftLog:BrokerId"));

    [Test]
    public void TypoInTheSection_IsRefused() =>
        Assert.That(ProblemOf(Write("{ \"RafLog\": { \"BrokerId\": 1 } }")), Does.Contain("RafLog is not a known key").And.Contain("did you mean RaftLog?"));

    [Test]
    public void EveryShippedConfiguration_IsAccepted()
    {
        var files = Directory.GetFiles(Path.Combine(Repository.Root, "cluster-configs"), "*.json", SearchOption.AllDirectories);

        Assert.That(files, Has.Length.EqualTo(9));
        Assert.Multiple(() =>
        {
            foreach (string file in files)
            {
                Assert.That(() => Read(file), Throws.Nothing, file);
            }
        });
    }

    private static RaftLogOptions Read(string file) => OptionsReader.Read(ConfigurationSources.Load(CommandLine.Parse(["--config", file]), new Hashtable()));

    private static string ProblemOf(string file) => Assert.Throws<ConfigurationException>(() => Read(file))!.Problems[0];

    private string Write(string text)
    {
        string path = Path.Combine(_directory, "node.json");
        File.WriteAllText(path, text);
        return path;
    }
}
