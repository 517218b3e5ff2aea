using RaftLog.Embedded;

namespace RaftLog.Cli.Tests;

/// <summary>Whole commands against a cluster that the tests of a class share.</summary>
public abstract class ClusterFixture(int brokers)
{
    private protected EmbeddedCluster Cluster { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task StartCluster() => Cluster = await EmbeddedCluster.StartAsync(brokers);

    [OneTimeTearDown]
    public async Task StopCluster() => await Cluster.DisposeAsync();

    private protected string[] Arguments(params string[] arguments) => [.. arguments, "--bootstrap", Cluster.BootstrapServers];

    private protected Task<CliRun> RunAsync(params string[] arguments) => CliRun.RunAsync(Arguments(arguments));

    private protected async Task<CliRun> SucceedAsync(params string[] arguments)
    {
        var run = await RunAsync(arguments);
        Assert.That(run.ExitCode, Is.EqualTo(CliExitCode.Success), run.Error);
        return run;
    }

    /// <summary>What a command writes that succeeds.</summary>
    private protected async Task<string> OutputOfAsync(params string[] arguments) => (await SucceedAsync(arguments)).Output;
}
