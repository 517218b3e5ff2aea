using System.Collections;
using RaftLog.Server.Configuration;
using static RaftLog.Server.Tests.Configuration.ConfigurationScenario;

namespace RaftLog.Server.Tests.Configuration;

public sealed class OptionsReaderTests
{
    [Test]
    public void Defaults_BindToLoopback()
    {
        var options = Load();

        Assert.That(options.Kafka.Listen, Is.EqualTo(new HostPort("127.0.0.1", 9092)));
        Assert.That(options.Peer.Listen, Is.EqualTo(new HostPort("127.0.0.1", 7092)));
        Assert.That(options.Http.Listen, Is.EqualTo(new HostPort("127.0.0.1", 8092)));
    }

    [Test]
    public void UnknownKey_IsRefused_WithTheNearestKnownOne() =>
        Assert.That(
            OnlyProblem("--Kafka:Lisen=127.0.0.1:9092"),
            Is.EqualTo("RaftLog:Kafka:Lisen is not a known key (command line option --Kafka:Lisen); did you mean RaftLog:Kafka:Listen?"));

    [Test]
    public void UnknownKey_UnlikeAnyOther_PointsToTheHelp() =>
        Assert.That(OnlyProblem("--Zzzzzzzzzzzzzzzzzzzzz=1"), Does.EndWith("see raftlog-server --help for the keys."));

    [Test]
    public void ValueForAGroupOfKeys_IsRefused_WithItsKeys() =>
        Assert.That(OnlyProblem("--Http=8092"), Does.Contain("RaftLog:Http is a group, not a value").And.Contain("RaftLog:Http:Listen"));

    [TestCase("--BrokerId=-1", "RaftLog:BrokerId is '-1'", "an integer from 0 to 2147483647")]
    [TestCase("--BrokerId=one", "RaftLog:BrokerId is 'one'", "an integer from 0 to 2147483647")]
    [TestCase("--ClusterId=my cluster", "RaftLog:ClusterId is 'my cluster'", "letters, digits")]
    [TestCase("--DataDirectory= ", "RaftLog:DataDirectory is ' '", "a path")]
    [TestCase("--Topics:AutoCreate=yes", "RaftLog:Topics:AutoCreate is 'yes'", "true or false")]
    [TestCase("--Topics:Flush=alwys", "RaftLog:Topics:Flush is 'alwys'", "always or interval")]
    [TestCase("--Topics:Flush=1", "RaftLog:Topics:Flush is '1'", "always or interval")]
    [TestCase("--Topics:DefaultPartitions=0", "RaftLog:Topics:DefaultPartitions is '0'", "an integer from 1 to 10000")]
    [TestCase("--Kafka:Listen=9092", "RaftLog:Kafka:Listen is '9092'", "address:port")]
    [TestCase("--Kafka:Listen=127.0.0.1:65536", "RaftLog:Kafka:Listen is '127.0.0.1:65536'", "address:port")]
    [TestCase("--Kafka:Listen=broker.example:9092", "RaftLog:Kafka:Listen is 'broker.example:9092'", "address:port")]
    [TestCase("--Kafka:Advertised=0.0.0.0:9092", "RaftLog:Kafka:Advertised is '0.0.0.0:9092'", "host:port that others can connect to")]
    [TestCase("--Controllers:0:Peer=nowhere", "RaftLog:Controllers:0:Peer is 'nowhere'", "host:port that others can connect to")]
    [TestCase("--Raft:HeartbeatMs=0", "RaftLog:Raft:HeartbeatMs is '0'", "an integer from 10 to 3600000")]
    public void WrongValue_IsRefused_NamingKeyValueAndWhatIsAccepted(string argument, string keyAndValue, string accepted) =>
        Assert.That(OnlyProblem(argument), Does.StartWith(keyAndValue).And.Contain("accepted: ").And.Contain(accepted));

    [Test]
    public void AllProblems_AreReportedAtOnce() =>
        Assert.That(Problems("--BrokerId=x", "--Shards=-1", "--Sharts=1"), Has.Count.EqualTo(3));

    [Test]
    public void Environment_OverridesTheFile_AndTheCommandLineOverridesBoth()
    {
        var environment = new Hashtable { ["RAFTLOG__TOPICS__DEFAULTPARTITIONS"] = "7", ["RAFTLOG__SHARDS"] = "2", ["OTHER"] = "x" };

        var options = LoadWith(environment, "--Shards", "3");

        Assert.That(options.Topics.DefaultPartitions, Is.EqualTo(7));
        Assert.That(options.Shards, Is.EqualTo(3));
    }

    [Test]
    public void WrongValueFromTheEnvironment_NamesTheVariable()
    {
        var environment = new Hashtable { ["RAFTLOG__SHARDS"] = "many" };

        var error = Assert.Throws<ConfigurationException>(() => LoadWith(environment));

        Assert.That(error!.Message, Does.Contain("environment variable RAFTLOG__SHARDS"));
    }

    [Test]
    public void LogDirectories_AreAList_InTheFileTheEnvironmentOrOnTheCommandLine()
    {
        var environment = new Hashtable { ["RAFTLOG__LOGDIRECTORIES__0"] = "/disk-2/raftlog" };

        var options = LoadWith(environment, "--LogDirectories:1=/disk-3/raftlog");

        Assert.That(options.LogDirectories, Is.EqualTo(new[] { "/disk-2/raftlog", "/disk-3/raftlog" }));
    }

    [Test]
    public void LogDirectories_AreNoneByDefault() => Assert.That(Load().LogDirectories, Is.Empty);

    [Test]
    public void BlankLogDirectory_IsRefused() =>
        Assert.That(OnlyProblem("--LogDirectories:0= "), Does.StartWith("RaftLog:LogDirectories:0 is ' '").And.Contain("a path"));

    [Test]
    public void Ipv6Address_StandsInBrackets() =>
        Assert.That(Load("--Kafka:Listen=[::1]:19092").Kafka.Listen, Is.EqualTo(new HostPort("::1", 19092)));
}
