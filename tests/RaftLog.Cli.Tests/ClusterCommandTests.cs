using System.Text.Json;

namespace RaftLog.Cli.Tests;

/// <summary>Whole commands against a cluster of one broker.</summary>
public sealed class ClusterCommandTests() : ClusterFixture(brokers: 1)
{
    [Test]
    public async Task Topic_IsCreatedListedDescribedAndDeleted()
    {
        await SucceedAsync("topic", "create", "life", "--partitions", "3");

        Assert.That((await SucceedAsync("topic", "list")).Output.Split('\n'), Does.Contain("life"));
        using (var described = JsonDocument.Parse((await SucceedAsync("topic", "describe", "life", "--json")).Output))
        {
            Assert.That(described.RootElement.GetProperty("partitions").GetArrayLength(), Is.EqualTo(3));
        }

        await SucceedAsync("topic", "delete", "life");
        Assert.That((await RunAsync("topic", "describe", "life")).ExitCode, Is.EqualTo(CliExitCode.NotFound));
    }

    [Test]
    public async Task TopicThatExists_IsAnError_UnlessThatIsAllowed()
    {
        await SucceedAsync("topic", "create", "twice");

        var again = await RunAsync("topic", "create", "twice");
        Assert.That(again.ExitCode, Is.EqualTo(CliExitCode.Failure));
        Assert.That(again.Error, Does.Contain("TOPIC_ALREADY_EXISTS"));
        await SucceedAsync("topic", "create", "twice", "--if-not-exists");
    }

    [Test]
    public async Task Settings_AreChanged_AndShownWithWhereTheyComeFrom()
    {
        await SucceedAsync("topic", "create", "tuned", "--set", "retention.bytes=5000000");

        await SucceedAsync("topic", "alter", "tuned", "--config", "retention.ms=3600000", "--config", "cleanup.policy=delete", "--reset", "retention.bytes");

        using var shown = JsonDocument.Parse((await SucceedAsync("topic", "configs", "tuned", "--changed", "--json")).Output);
        var settings = shown.RootElement.GetProperty("settings").EnumerateArray()
            .Where(setting => setting.GetProperty("setBy").GetString() == "topic")
            .Select(setting => (setting.GetProperty("name").GetString(), setting.GetProperty("value").GetString()));
        Assert.That(settings, Is.EqualTo(new[] { ("cleanup.policy", "delete"), ("retention.ms", "3600000") }));
        Assert.That((await SucceedAsync("topic", "configs", "tuned")).Output, Does.Contain("retention.bytes").And.Contain("default"));
    }

    [Test]
    public async Task WrongSetting_IsRefusedWithTheOneThatWasMeant_AndUnknownTopicIsNotFound()
    {
        await SucceedAsync("topic", "create", "strict");

        var wrong = await RunAsync("topic", "alter", "strict", "--config", "retention.mss=1");
        Assert.That(wrong.ExitCode, Is.EqualTo(CliExitCode.Failure));
        Assert.That(wrong.Error, Does.Contain("'retention.ms'"));
        Assert.That((await RunAsync("topic", "alter", "nothing", "--config", "retention.ms=1")).ExitCode, Is.EqualTo(CliExitCode.NotFound));
        Assert.That((await RunAsync("topic", "alter", "strict")).ExitCode, Is.EqualTo(CliExitCode.Usage));
    }

    [Test]
    public async Task DeletedRecords_AreGone_AndTheOthersKeepTheirOffsets()
    {
        await SucceedAsync("topic", "create", "shrinking", "--partitions", "1");
        await CliRun.RunWithInputAsync("0\n1\n2\n3\n", Arguments("produce", "shrinking"));

        using var deleted = JsonDocument.Parse((await SucceedAsync("topic", "delete-records", "shrinking", "--before", "0=3", "--json")).Output);
        Assert.That(deleted.RootElement.GetProperty("partitions")[0].GetProperty("firstOffset").GetInt64(), Is.EqualTo(3));
        var left = await SucceedAsync("consume", "shrinking", "--from-beginning", "--format", "{offset}={value}\\n");
        Assert.That(left.Output, Is.EqualTo("3=3\n"));

        await SucceedAsync("topic", "delete-records", "shrinking", "--before", "0=end");
        Assert.That((await SucceedAsync("consume", "shrinking", "--from-beginning")).Output, Is.Empty);
        Assert.That((await RunAsync("topic", "delete-records", "shrinking", "--before", "0=9")).Error, Does.Contain("OFFSET_OUT_OF_RANGE"));
        Assert.That((await RunAsync("topic", "delete-records", "shrinking", "--before", "zero=9")).ExitCode, Is.EqualTo(CliExitCode.Usage));
    }

    [Test]
    public async Task Lines_ComeBackAsTheyWent_WithKeysAndHeaders()
    {
        await SucceedAsync("topic", "create", "lines", "--partitions", "1");

        var produced = await CliRun.RunWithInputAsync("a:1\nb:2\nno key", Arguments("produce", "lines", "-k", ":", "-H", "from=test"));
        Assert.That(produced.ExitCode, Is.Zero, produced.Error);

        var consumed = await SucceedAsync("consume", "lines", "--from-beginning", "--format", "{offset} {key}={value} {headers}\\n");
        Assert.That(consumed.Output, Is.EqualTo("0 a=1 from=test\n1 b=2 from=test\n2 =no key from=test\n"));
    }

    [Test]
    public async Task Consume_BeginsAndEndsWhereItIsTold_AndWritesJson()
    {
        await SucceedAsync("topic", "create", "json", "--partitions", "1");
        await CliRun.RunWithInputAsync("0\n1\n2\n3\n", Arguments("produce", "json"));

        var consumed = await SucceedAsync("consume", "json", "--offset", "1", "--max", "2", "--json");

        string[] lines = consumed.Output.TrimEnd('\n').Split('\n');
        Assert.That(lines, Has.Length.EqualTo(2));
        using var first = JsonDocument.Parse(lines[0]);
        Assert.That(first.RootElement.GetProperty("offset").GetInt64(), Is.EqualTo(1));
        Assert.That(first.RootElement.GetProperty("value").GetString(), Is.EqualTo("1"));
    }

    [Test]
    public async Task Group_ContinuesWhereItWas_AndItsLagIsShown()
    {
        await SucceedAsync("topic", "create", "shared", "--partitions", "2");
        await CliRun.RunWithInputAsync("x:1\ny:2\nz:3\n", Arguments("produce", "shared", "-k", ":"));

        var first = await SucceedAsync("consume", "shared", "--group", "readers", "--from-beginning");
        await CliRun.RunWithInputAsync("x:4\n", Arguments("produce", "shared", "-k", ":"));
        using var described = JsonDocument.Parse((await SucceedAsync("group", "describe", "readers", "--json")).Output);
        long lag = described.RootElement.GetProperty("partitions").EnumerateArray().Sum(partition => partition.GetProperty("lag").GetInt64());
        var second = await SucceedAsync("consume", "shared", "--group", "readers", "--from-beginning");

        Assert.That(first.Output.TrimEnd('\n').Split('\n'), Is.EquivalentTo(new[] { "1", "2", "3" }));
        Assert.That(lag, Is.EqualTo(1));
        Assert.That(second.Output, Is.EqualTo("4\n"));
        Assert.That((await SucceedAsync("group", "list")).Output, Does.Contain("readers"));
    }

    [Test]
    public async Task Status_CountsBrokersAndPartitions()
    {
        using var status = JsonDocument.Parse((await SucceedAsync("cluster", "status", "--json")).Output);

        Assert.That(status.RootElement.GetProperty("brokers").GetArrayLength(), Is.EqualTo(1));
        Assert.That(status.RootElement.GetProperty("leaderless").GetInt32(), Is.Zero);
    }

    [Test]
    public async Task Bench_MeasuresProducingAndConsuming()
    {
        await SucceedAsync("topic", "create", "bench", "--partitions", "1");

        using var produced = JsonDocument.Parse((await SucceedAsync("bench", "produce", "bench", "-n", "500", "--warm-up", "10", "--json")).Output);
        using var rated = JsonDocument.Parse((await SucceedAsync("bench", "produce", "bench", "-n", "50", "--warm-up", "0", "--rate", "1000", "--json")).Output);
        using var consumed = JsonDocument.Parse((await SucceedAsync("bench", "consume", "bench", "--json")).Output);

        Assert.That(produced.RootElement.GetProperty("records").GetInt64(), Is.EqualTo(500));
        Assert.That(rated.RootElement.GetProperty("latency").GetProperty("samples").GetInt64(), Is.EqualTo(50));
        Assert.That(consumed.RootElement.GetProperty("records").GetInt64(), Is.EqualTo(560));
    }

    [Test]
    public async Task Bench_ProducesBySeveralProducers()
    {
        await SucceedAsync("topic", "create", "bench-by-several", "--partitions", "1");

        string[] load = ["bench", "produce", "bench-by-several", "--warm-up", "0", "--json", "--producers"];
        using var produced = JsonDocument.Parse((await SucceedAsync([.. load, "3", "-n", "500"])).Output);
        using var rated = JsonDocument.Parse((await SucceedAsync([.. load, "2", "-n", "50", "--rate", "1000"])).Output);
        using var single = JsonDocument.Parse((await SucceedAsync([.. load, "2", "-n", "5", "--one-at-a-time"])).Output);
        using var consumed = JsonDocument.Parse((await SucceedAsync("bench", "consume", "bench-by-several", "--json")).Output);
        var none = await RunAsync([.. load, "0"]);

        Assert.That(produced.RootElement.GetProperty("records").GetInt64(), Is.EqualTo(500));
        Assert.That(rated.RootElement.GetProperty("records").GetInt64(), Is.EqualTo(50));
        Assert.That(single.RootElement.GetProperty("records").GetInt64(), Is.EqualTo(5));
        Assert.That(consumed.RootElement.GetProperty("records").GetInt64(), Is.EqualTo(555));
        Assert.That(none.ExitCode, Is.EqualTo(CliExitCode.Usage));
        Assert.That(none.Error, Is.EqualTo("raftlog: --producers must be at least 1.\n"));
    }

    [Test]
    public async Task Bench_MeasuresForATime()
    {
        await SucceedAsync("topic", "create", "bench-for-a-time", "--partitions", "1");

        string[] time = ["--seconds", "0.05", "--warm-up-seconds", "0.05", "--json"];
        using var produced = JsonDocument.Parse((await SucceedAsync(["bench", "produce", "bench-for-a-time", .. time])).Output);
        using var rated = JsonDocument.Parse((await SucceedAsync(["bench", "produce", "bench-for-a-time", "--rate", "1000", .. time])).Output);
        using var single = JsonDocument.Parse((await SucceedAsync(["bench", "produce", "bench-for-a-time", "--one-at-a-time", .. time])).Output);
        using var consumed = JsonDocument.Parse(
            (await SucceedAsync("bench", "consume", "bench-for-a-time", "-n", "50", "--warm-up-seconds", "0.05", "--json")).Output);

        Assert.That(produced.RootElement.GetProperty("records").GetInt64(), Is.Positive);
        Assert.That(rated.RootElement.GetProperty("records").GetInt64(), Is.EqualTo(50));
        Assert.That(single.RootElement.GetProperty("latency").GetProperty("samples").GetInt64(), Is.EqualTo(single.RootElement.GetProperty("records").GetInt64()));
        Assert.That(consumed.RootElement.GetProperty("records").GetInt64(), Is.GreaterThanOrEqualTo(50));
    }

    [Test]
    public async Task UnknownTopicOrGroup_IsNotFound()
    {
        Assert.That((await RunAsync("consume", "nowhere", "--from-beginning")).ExitCode, Is.EqualTo(CliExitCode.NotFound));
        Assert.That((await RunAsync("group", "describe", "nobody")).ExitCode, Is.EqualTo(CliExitCode.NotFound));
    }

    [Test]
    public async Task NoBroker_IsUnavailable()
    {
        var run = await CliRun.RunAsync("topic", "list", "--bootstrap", "127.0.0.1:1", "--timeout", "0.5");

        Assert.That(run.ExitCode, Is.EqualTo(CliExitCode.Unavailable));
        Assert.That(run.Error, Does.Contain("127.0.0.1:1").And.Not.Contain("   at "));
    }
}
