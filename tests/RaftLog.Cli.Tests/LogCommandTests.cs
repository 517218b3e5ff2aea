using RaftLog.Storage;

namespace RaftLog.Cli.Tests;

/// <summary>The tools for a stopped broker's files: what they show, what they refuse, and how they end.</summary>
public sealed class LogCommandTests
{
    private StoppedBrokerFiles _files = null!;

    [SetUp]
    public void WriteFiles() => _files = StoppedBrokerFiles.Write();

    [TearDown]
    public void DeleteFiles() => _files.Dispose();

    [Test]
    public async Task Dump_OfADataDirectory_NeedsAPartition_AndNamesThoseThereAre()
    {
        var run = await CliRun.RunAsync("log", "dump", _files.DataDirectory);

        Assert.That(run.ExitCode, Is.EqualTo(CliExitCode.Usage));
        Assert.That(run.Error, Does.Contain("orders-0"));
    }

    [Test]
    public async Task Dump_ShowsTheRecordsOfAllSegments_WithinTheFilter()
    {
        var run = await CliRun.RunAsync(
            "log", "dump", _files.DataDirectory, "--topic", "orders", "--partition", "0", "--records", "--from-offset", "10", "--to-offset", "30");

        Assert.That(run.ExitCode, Is.EqualTo(CliExitCode.Success), run.Error);
        Assert.That(run.Output, Does.Contain("value 10").And.Contain("value 29"));
        Assert.That(run.Output, Does.Not.Contain("value 9 ").And.Not.Contain("value 30"));
        Assert.That(run.Output.Split('\n').Count(line => line.EndsWith(".log", StringComparison.Ordinal)), Is.GreaterThan(1));
    }

    [Test]
    public async Task Dump_AsJson_WritesOneDocumentAnEntry_UpToTheLimit()
    {
        var run = await CliRun.RunAsync("log", "dump", _files.Replica, "--json", "--limit", "7", "--kind", "data");

        Assert.That(run.ExitCode, Is.EqualTo(CliExitCode.Success), run.Error);
        Assert.That(run.Output.TrimEnd('\n').Split('\n'), Has.Length.EqualTo(7));
        Assert.That(run.Output, Does.StartWith("{\"position\":64,"));
    }

    [Test]
    public async Task Verify_OfSoundFiles_EndsWell()
    {
        var run = await CliRun.RunAsync("log", "verify", _files.DataDirectory);

        Assert.That(run.ExitCode, Is.EqualTo(CliExitCode.Success), run.Error);
        Assert.That(run.Output, Does.Contain("orders-0").And.Contain("sound").And.Contain($"offsets 0..{StoppedBrokerFiles.Batches - 1}"));
    }

    [Test]
    public async Task Verify_NamesTheDamagedFile_AndEndsWithAnError()
    {
        string segment = _files.Segments[1];
        StoppedBrokerFiles.Damage(segment);

        var run = await CliRun.RunAsync("log", "verify", _files.Replica);
        var json = await CliRun.RunAsync("log", "verify", _files.DataDirectory, "--json");

        Assert.That(run.ExitCode, Is.EqualTo(CliExitCode.Failure));
        Assert.That(run.Output, Does.Contain("DAMAGED").And.Contain(segment).And.Contain("Start the broker"));
        Assert.That(json.ExitCode, Is.EqualTo(CliExitCode.Failure));
        Assert.That(json.Output, Does.Contain("\"sound\": false").And.Contain("\"severity\": \"damage\""));
    }

    [Test]
    public async Task VerifyAndRecover_RefuseFiles_ThatABrokerUses()
    {
        using var held = DataDirectoryLayout.TryLock(new PhysicalFileSystem(), _files.DataDirectory);

        var verify = await CliRun.RunAsync("log", "verify", _files.Replica);
        var recover = await CliRun.RunAsync("log", "recover", _files.Replica, "--accept-loss", "--yes");

        Assert.That(verify.ExitCode, Is.EqualTo(CliExitCode.Failure));
        Assert.That(verify.Error, Does.Contain("stop it first"));
        Assert.That(recover.ExitCode, Is.EqualTo(CliExitCode.Failure));
        Assert.That(recover.Error, Does.Contain("stop it first"));
    }

    [Test]
    public async Task Recover_WithoutAcceptance_ShowsTheLoss_AndChangesNothing()
    {
        StoppedBrokerFiles.Damage(_files.Segments[1]);

        var shown = await CliRun.RunAsync("log", "recover", _files.Replica);
        var unconfirmed = await CliRun.RunWithInputAsync("no\n", "log", "recover", _files.Replica, "--accept-loss");

        Assert.That(shown.ExitCode, Is.EqualTo(CliExitCode.Failure));
        Assert.That(shown.Error, Does.Contain("given up: every record from offset").And.Contain("--accept-loss"));
        Assert.That(unconfirmed.ExitCode, Is.EqualTo(CliExitCode.Failure));
        Assert.That(Directory.GetDirectories(Path.Combine(_files.DataDirectory, "replicas")), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task Recover_BringsBackWhatStandsBeforeTheDamage_AndKeepsTheOldFiles()
    {
        StoppedBrokerFiles.Damage(_files.Segments[1]);

        var run = await CliRun.RunWithInputAsync("orders-0\n", "log", "recover", _files.Replica, "--accept-loss");
        var verified = await CliRun.RunAsync("log", "verify", _files.Replica);

        Assert.That(run.ExitCode, Is.EqualTo(CliExitCode.Success), run.Error);
        Assert.That(run.Output, Does.Contain("orders-0 is back").And.Contain(".damaged-1"));
        Assert.That(verified.ExitCode, Is.EqualTo(CliExitCode.Success), verified.Output);
    }

    [Test]
    public async Task Recover_OfAWholeReplica_DoesNothing()
    {
        var run = await CliRun.RunAsync("log", "recover", _files.Replica, "--accept-loss");

        Assert.That(run.ExitCode, Is.EqualTo(CliExitCode.Success), run.Error);
        Assert.That(run.Error, Does.Contain("nothing to recover"));
    }
}
