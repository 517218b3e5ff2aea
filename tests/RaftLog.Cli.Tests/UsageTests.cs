namespace RaftLog.Cli.Tests;

public sealed class UsageTests
{
    [Test]
    public async Task UnknownCommand_PointsToTheHelp()
    {
        var run = await CliRun.RunAsync("topc", "list");

        Assert.That(run.ExitCode, Is.EqualTo(CliExitCode.Usage));
        Assert.That(run.Error, Does.Contain("raftlog --help"));
        Assert.That(run.Output, Is.Empty);
    }

    [Test]
    public async Task MissingArgument_PointsToTheHelpOfThatCommand()
    {
        var run = await CliRun.RunAsync("topic", "create");

        Assert.That(run.ExitCode, Is.EqualTo(CliExitCode.Usage));
        Assert.That(run.Error, Does.Contain("raftlog topic create --help"));
    }

    [Test]
    public async Task WrongBootstrapServers_AreAUsageError_WithoutStackTrace()
    {
        var run = await CliRun.RunAsync("topic", "list", "--bootstrap", "host:notaport");

        Assert.That(run.ExitCode, Is.EqualTo(CliExitCode.Usage));
        Assert.That(run.Error, Does.Contain("notaport").And.Not.Contain("   at "));
    }

    [Test]
    public async Task MissingSegmentFile_IsNotFound()
    {
        var run = await CliRun.RunAsync("log", "dump", "/nonexistent.log");

        Assert.That(run.ExitCode, Is.EqualTo(CliExitCode.NotFound));
        Assert.That(run.Error, Does.Contain("/nonexistent.log"));
    }

    [Test]
    public async Task Help_ListsTheCommands()
    {
        var run = await CliRun.RunAsync("--help");

        Assert.That(run.ExitCode, Is.EqualTo(CliExitCode.Success));
        Assert.That(run.Output, Does.Contain("produce").And.Contain("consume").And.Contain("bench"));
    }
}
