using RaftLog.Server.Configuration;
using static RaftLog.Server.Tests.Configuration.ConfigurationScenario;

namespace RaftLog.Server.Tests.Configuration;

public sealed class OptionsRulesTests
{
    [Test]
    public void EmptyConfiguration_NamesEachRequiredKey()
    {
        var problems = OptionsRules.Check(new RaftLogOptions()).ToArray();

        Assert.That(problems, Has.Length.EqualTo(4));
        Assert.That(problems, Has.Some.StartsWith("RaftLog:BrokerId is missing"));
        Assert.That(problems, Has.Some.StartsWith("RaftLog:ClusterId is missing"));
        Assert.That(problems, Has.Some.StartsWith("RaftLog:DataDirectory is missing"));
        Assert.That(problems, Has.Some.StartsWith("RaftLog:Controllers is missing"));
    }

    [TestCase("/disk-2", "/disk-2/", TestName = "LogDirectoryTwice_IsRefused")]
    [TestCase("/disk-2", "/disk-2/raftlog", TestName = "LogDirectoryInAnother_IsRefused")]
    public void OverlappingLogDirectories_AreRefused(string one, string other) =>
        Assert.That(
            OnlyProblem($"--LogDirectories:0={one}", $"--LogDirectories:1={other}"),
            Is.EqualTo($"RaftLog:LogDirectories: '{one}' and '{other}' are the same, or one lies in the other; accepted: a path of its own for each, on a disk of its own."));

    [Test]
    public void LogDirectoriesWithLikeNames_DoNotOverlap() =>
        Assert.That(Load("--LogDirectories:0=/disk-1", "--LogDirectories:1=/disk-10").LogDirectories, Has.Count.EqualTo(2));

    [Test]
    public void TooManyLogDirectories_AreRefused() =>
        Assert.That(
            OnlyProblem([.. Enumerable.Range(0, 16).Select(i => $"--LogDirectories:{i}=/disk-{i}")]),
            Is.EqualTo("RaftLog:LogDirectories lists 16 directories; accepted: at most 15."));

    [Test]
    public void TwoControllers_AreRefused() =>
        Assert.That(
            OnlyProblem("--Controllers:1:Id=2", "--Controllers:1:Peer=127.0.0.1:7093"),
            Is.EqualTo("RaftLog:Controllers lists 2 brokers; accepted: 1, 3 or 5."));

    [Test]
    public void ControllerWithoutAddress_IsRefused() =>
        Assert.That(Problems("--Controllers:1:Id=2"), Has.Some.StartsWith("RaftLog:Controllers:1:Peer is missing"));

    [Test]
    public void ControllerTwice_IsRefused() =>
        Assert.That(
            Problems("--Controllers:1:Id=3", "--Controllers:1:Peer=h:1", "--Controllers:2:Id=3", "--Controllers:2:Peer=h:2"),
            Has.Some.Contains("lists broker 3 more than once"));

    [Test]
    public void OwnAddressAmongTheControllers_MustBeTheListener() =>
        Assert.That(OnlyProblem("--Peer:Listen=127.0.0.1:7999"), Does.Contain("this broker's own peer address is '127.0.0.1:7999'"));

    [Test]
    public void TwoListenersOnOnePort_AreRefused() =>
        Assert.That(OnlyProblem("--Http:Listen=127.0.0.1:9092"), Does.StartWith("RaftLog:Http:Listen is '127.0.0.1:9092', the same as RaftLog:Kafka:Listen"));

    [Test]
    public void WildcardListener_NeedsAnAdvertisedAddress() =>
        Assert.That(OnlyProblem("--Kafka:Listen=*:9092"), Does.StartWith("RaftLog:Kafka:Advertised is missing"));

    [Test]
    public void Heartbeat_IsAtMostAThirdOfTheElectionTimeout() =>
        Assert.That(OnlyProblem("--Raft:HeartbeatMs=400"), Does.Contain("at most a third of RaftLog:Raft:ElectionTimeoutMs, which is '1000'"));
}
