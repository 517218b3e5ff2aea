using System.Text.Json;
using RaftLog.Embedded;

namespace RaftLog.Cli.Tests;

/// <summary><c>cluster status</c> of a broker with two log directories.</summary>
public sealed class ClusterStatusTests
{
    private string _root = null!;
    private EmbeddedCluster _cluster = null!;

    [SetUp]
    public async Task StartCluster()
    {
        _root = Directory.CreateTempSubdirectory("raftlog-status-").FullName;
        _cluster = await EmbeddedCluster.StartAsync(1, new EmbeddedClusterOptions
        {
            DataDirectory = Path.Combine(_root, "first"),
            Configure = options => options.LogDirectories.Add(Second),
        });
        Assert.That((await RunAsync("topic", "create", "t", "--partitions", "2")).ExitCode, Is.Zero);
        await _cluster.WaitUntilReadyAsync();
    }

    [TearDown]
    public async Task StopCluster()
    {
        await _cluster.DisposeAsync();
        Directory.Delete(_root, recursive: true);
    }

    private string Second => Path.Combine(_root, "second");

    [Test]
    public async Task DirectoriesOfABrokerThatIsWell_AreInTheJson_AndNoProblemIsNamed()
    {
        using var status = JsonDocument.Parse((await RunAsync("cluster", "status", "--json")).Output);

        var broker = status.RootElement.GetProperty("brokers")[0];
        var directories = broker.GetProperty("logDirectories");
        Assert.That(directories.GetArrayLength(), Is.EqualTo(2));
        Assert.That(directories[1].GetProperty("path").GetString(), Is.EqualTo(Second));
        Assert.That(directories[1].GetProperty("isOffline").GetBoolean(), Is.False);
        Assert.That(directories[1].GetProperty("usableBytes").GetInt64(), Is.Positive);
        Assert.That(broker.GetProperty("problems").GetArrayLength(), Is.Zero);
        Assert.That(status.RootElement.GetProperty("offlineReplicas").GetArrayLength(), Is.Zero);
    }

    [Test]
    public async Task MissingDirectory_IsNamed_WithTheReplicasInIt()
    {
        await _cluster.Broker(1).StopAsync();
        Directory.Move(Second, Second + "-away");
        await _cluster.Broker(1).StartAsync();
        await _cluster.WaitUntilReadyAsync();

        string status = (await RunAsync("cluster", "status")).Output;

        Assert.That(status, Does.Contain($"broker 1: log directory {Second} is offline"));
        Assert.That(status, Does.Match("offline or damaged: t-[01] on broker 1: in a log directory that is offline"));
    }

    private Task<CliRun> RunAsync(params string[] arguments) => CliRun.RunAsync([.. arguments, "--bootstrap", _cluster.BootstrapServers]);
}
