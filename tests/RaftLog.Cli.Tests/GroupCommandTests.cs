using System.Text.Json;
using RaftLog.Client;
using RaftLog.Model;

namespace RaftLog.Cli.Tests;

/// <summary>Commands about consumer groups, against a cluster of one broker.</summary>
public sealed class GroupCommandTests() : ClusterFixture(brokers: 1)
{
    private const int Records = 20;

    [Test]
    public async Task Offsets_AreMovedWhereTheOptionsSay()
    {
        await PrepareAsync("moves", committed: 12);

        Assert.That(await ResetAsync("moves", "--to-earliest"), Is.EqualTo((12L, 0L)));
        Assert.That(await ResetAsync("moves", "--to-latest"), Is.EqualTo((0L, (long)Records)));
        Assert.That(await ResetAsync("moves", "--to-offset", "7"), Is.EqualTo((Records, 7L)));
        Assert.That(await ResetAsync("moves", "--shift-by", "4"), Is.EqualTo((7L, 11L)));
        Assert.That(await ResetAsync("moves", "--shift-by", "-100"), Is.EqualTo((11L, 0L)), "Not before the first record.");
        Assert.That(await ResetAsync("moves", "--to-offset", "1000"), Is.EqualTo((0L, (long)Records)), "Not behind the last one.");
        Assert.That(await ResetAsync("moves", "--to-datetime", "2001-01-01T00:00:00Z"), Is.EqualTo((Records, 0L)));
        Assert.That(await ResetAsync("moves", "--to-datetime", "2991-01-01T00:00:00Z"), Is.EqualTo((0L, (long)Records)), "No record is as young.");
        Assert.That(await ResetAsync("moves", "--by-duration", "PT1H"), Is.EqualTo((Records, 0L)));
    }

    [Test]
    public async Task DryRun_ShowsAndChangesNothing()
    {
        await PrepareAsync("dry", committed: 3);

        Assert.That(await ResetAsync("dry", "--to-latest", "--dry-run"), Is.EqualTo((3L, (long)Records)));
        Assert.That(await CommittedAsync("dry"), Is.EqualTo(3));
    }

    [Test]
    public async Task Topics_AndPartitionsAreChosen()
    {
        await PrepareAsync("chosen", committed: 3);

        Assert.That(await ResetAsync("chosen", "--to-latest", "--topic", "chosen:0"), Is.EqualTo((3L, (long)Records)));
        Assert.That(await ResetAsync("chosen", "--to-earliest", "--topic", "chosen"), Is.EqualTo((Records, 0L)));
        Assert.That((await RunAsync("group", "reset-offsets", "chosen", "--to-latest", "--topic", "chosen:x")).ExitCode, Is.EqualTo(CliExitCode.Usage));
        Assert.That((await RunAsync("group", "reset-offsets", "chosen", "--to-latest", "--topic", "none")).ExitCode, Is.EqualTo(CliExitCode.NotFound));
    }

    [Test]
    public async Task GroupThatHasNoOffsetsYet_GetsThemForTheTopicsNamed()
    {
        await PrepareAsync("first", committed: null);

        await SucceedAsync("group", "reset-offsets", "first", "--to-latest", "--topic", "first");

        Assert.That(await CommittedAsync("first"), Is.EqualTo(Records));
        Assert.That((await RunAsync("group", "reset-offsets", "nobody", "--to-latest")).ExitCode, Is.EqualTo(CliExitCode.NotFound));
    }

    [TestCase]
    [TestCase("--to-latest", "--to-earliest")]
    [TestCase("--by-duration", "soon")]
    [TestCase("--to-datetime", "soon")]
    public async Task TargetsThatCannotBeMeant_AreWrongUsage(params string[] targets) =>
        Assert.That((await RunAsync(["group", "reset-offsets", "any", .. targets])).ExitCode, Is.EqualTo(CliExitCode.Usage));

    [Test]
    public async Task GroupWithMembers_IsShown_AndNotChanged([Values] GroupProtocol protocol)
    {
        string name = $"busy-{protocol}";
        await PrepareAsync(name, committed: 5);
        await using var consumer = new Consumer<string, string>(new ConsumerOptions
        {
            BootstrapServers = Cluster.BootstrapServers,
            GroupId = name,
            GroupProtocol = protocol,
            ClientId = "worker",
        });
        consumer.Subscribe(name);
        await consumer.ConsumeAsync();

        using (var shown = JsonDocument.Parse((await SucceedAsync("group", "describe", name, "--json")).Output))
        {
            var root = shown.RootElement;
            Assert.That(root.GetProperty("type").GetString(), Is.EqualTo(protocol == GroupProtocol.Consumer ? "consumer" : "classic"));
            Assert.That(root.GetProperty("members").GetArrayLength(), Is.EqualTo(1));
            Assert.That(root.GetProperty("partitions")[0].GetProperty("lag").GetInt64(), Is.EqualTo(Records - 5));
        }

        var reset = await RunAsync("group", "reset-offsets", name, "--to-earliest");
        Assert.That(reset.ExitCode, Is.EqualTo(CliExitCode.Failure));
        Assert.That(reset.Error, Does.Contain("with 1 members (worker at 127.0.0.1)").And.Contain("stop them first"));
        Assert.That((await RunAsync("group", "reset-offsets", name, "--to-earliest", "--dry-run")).ExitCode, Is.EqualTo(CliExitCode.Success));

        var deleted = await RunAsync("group", "delete", name);
        Assert.That((deleted.ExitCode, deleted.Error.Contains("NON_EMPTY_GROUP")), Is.EqualTo((CliExitCode.Failure, true)), deleted.Error);
        var offsets = await RunAsync("group", "delete-offsets", name, "--topic", name);
        Assert.That((offsets.ExitCode, offsets.Error.Contains("GROUP_SUBSCRIBED_TO_TOPIC")), Is.EqualTo((CliExitCode.Failure, true)), offsets.Error);
        Assert.That(await CommittedAsync(name), Is.GreaterThanOrEqualTo(5));
    }

    [Test]
    public async Task GroupWithoutMembers_IsListedAndDeleted_WithItsOffsets()
    {
        await PrepareAsync("gone", committed: 5);
        Assert.That((await SucceedAsync("group", "list")).Output, Does.Match(@"gone\s+Empty\s+classic"));

        await SucceedAsync("group", "delete-offsets", "gone", "--topic", "gone:0");
        Assert.That(await CommittedAsync("gone"), Is.Null);
        await SucceedAsync("group", "delete", "gone");

        Assert.That((await RunAsync("group", "delete", "gone")).ExitCode, Is.EqualTo(CliExitCode.NotFound));
        Assert.That((await RunAsync("group", "describe", "gone")).ExitCode, Is.EqualTo(CliExitCode.NotFound));
    }

    // A topic with records and a group, both of this name.
    private async Task PrepareAsync(string name, long? committed)
    {
        await SucceedAsync("topic", "create", name);
        var options = new ProducerOptions { BootstrapServers = Cluster.BootstrapServers };
        await using (var producer = new Producer<string, string>(options))
        {
            for (int i = 0; i < Records; i++)
            {
                await producer.ProduceAsync(new ProducerRecord<string, string>(name, $"{i}", "value"));
            }
        }

        if (committed is { } offset)
        {
            await using var admin = new AdminClient(new ClientOptions { BootstrapServers = Cluster.BootstrapServers });
            await admin.AlterGroupOffsetsAsync(name, [new TopicPartitionOffset(new TopicPartition(name, 0), offset)]);
        }
    }

    private async Task<(long From, long To)> ResetAsync(string group, params string[] options)
    {
        using var shown = JsonDocument.Parse((await SucceedAsync(["group", "reset-offsets", group, .. options, "--json"])).Output);
        var reset = shown.RootElement.GetProperty("offsets")[0];
        return (reset.GetProperty("current").GetInt64(), reset.GetProperty("new").GetInt64());
    }

    private async Task<long?> CommittedAsync(string group)
    {
        await using var admin = new AdminClient(new ClientOptions { BootstrapServers = Cluster.BootstrapServers });
        return (await admin.FetchCommittedOffsetsAsync(group)).Select(offset => (long?)offset.Offset).FirstOrDefault();
    }
}
