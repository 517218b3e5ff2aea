using System.Text.Json;

namespace RaftLog.Cli.Tests;

/// <summary>Commands that change where things are, against a cluster of three brokers.</summary>
[CancelAfter(120_000)]
public sealed class ClusterAdminCommandTests() : ClusterFixture(brokers: 3)
{
    [Test]
    public async Task AddPartitions_GivesATopicMore_AndADryRunDoesNot()
    {
        await SucceedAsync("topic", "create", "grown", "--partitions", "1", "--replication-factor", "1");

        await SucceedAsync("topic", "add-partitions", "grown", "--partitions", "3", "--dry-run");
        Assert.That(await PartitionsAsync("grown"), Has.Length.EqualTo(1));
        await SucceedAsync("topic", "add-partitions", "grown", "--partitions", "3", "--brokers", "2", "--brokers", "3");

        await BecomesAsync(async () => (await PartitionsAsync("grown")).Skip(1).SelectMany(Replicas), new[] { 2, 3 });
    }

    [Test]
    public async Task AddPartitions_ToFewer_SaysWhyNot()
    {
        await SucceedAsync("topic", "create", "large", "--partitions", "3");

        var refused = await RunAsync("topic", "add-partitions", "large", "--partitions", "2");

        Assert.That(refused.ExitCode, Is.EqualTo(CliExitCode.Failure));
        Assert.That(refused.Error, Does.Contain("INVALID_PARTITIONS").And.Contain("has 3 partitions"));
    }

    [Test]
    public async Task Reassign_MovesAPartition_AndWaitsUntilItIsThere()
    {
        await SucceedAsync("topic", "create", "moved", "--partitions", "1", "--replication-factor", "2");
        var before = Replicas((await PartitionsAsync("moved"))[0]);
        int other = Enumerable.Range(1, 3).Except(before).Single();

        var moved = await SucceedAsync("topic", "reassign", "moved", "--to", $"0={other},{before[0]}", "--wait");

        Assert.That(moved.Output, Does.Contain("no partition of moved is being moved"));
        await BecomesAsync(async () => Replicas((await PartitionsAsync("moved"))[0]), new[] { other, before[0] });
    }

    [Test]
    public async Task Reassign_RefusesBrokersThatAreNone_AndACancellationOfNothing()
    {
        await SucceedAsync("topic", "create", "still", "--partitions", "1");

        Assert.That((await RunAsync("topic", "reassign", "still", "--to", "0=9")).Error, Does.Contain("INVALID_REPLICA_ASSIGNMENT"));
        Assert.That((await RunAsync("topic", "reassign", "still", "--cancel", "0")).Error, Does.Contain("NO_REASSIGNMENT_IN_PROGRESS"));
        Assert.That((await RunAsync("topic", "reassign", "still", "--to", "0=one")).ExitCode, Is.EqualTo(CliExitCode.Usage));
        Assert.That((await SucceedAsync("topic", "reassign", "still")).Output, Does.Contain("no partition of still is being moved"));
    }

    [Test]
    public async Task Quorum_ShowsTheVotersAndTheirLeader()
    {
        using var shown = JsonDocument.Parse((await SucceedAsync("cluster", "quorum", "--json")).Output);

        var voters = shown.RootElement.GetProperty("voters").EnumerateArray().Select(voter => voter.GetProperty("brokerId").GetInt32()).ToArray();
        Assert.That(voters, Is.EqualTo(new[] { 1, 2, 3 }));
        Assert.That(voters, Does.Contain(shown.RootElement.GetProperty("leader").GetInt32()));
        Assert.That((await SucceedAsync("cluster", "quorum")).Output, Does.Contain("leader: broker"));
    }

    [Test]
    public async Task Unregister_RefusesABrokerThatLives()
    {
        Assert.That((await RunAsync("cluster", "unregister", "1")).Error, Does.Contain("POLICY_VIOLATION"));
        Assert.That((await RunAsync("cluster", "unregister", "77")).Error, Does.Contain("BROKER_ID_NOT_REGISTERED"));
    }

    [Test]
    public async Task BrokerSettings_AreAlteredForAllAndForOne_AndShownWithWhereTheyComeFrom()
    {
        await SucceedAsync("config", "alter", "--config", "num.partitions=4");
        await SucceedAsync("config", "alter", "--broker", "2", "--config", "num.partitions=5");

        await BecomesAsync(() => SettingAsync("1"), ("4", "broker"));
        await BecomesAsync(() => SettingAsync("2"), ("5", "broker"));
        await BecomesAsync(async () => (await SucceedAsync("config", "describe")).Output.Contains("num.partitions", StringComparison.Ordinal), true);
        await SucceedAsync("config", "alter", "--reset", "num.partitions");
        await SucceedAsync("config", "alter", "--broker", "2", "--reset", "num.partitions");
    }

    [Test]
    public async Task BrokerSettings_SayWhatTheyDo_AndWhichCannotBeAltered()
    {
        Assert.That((await SucceedAsync("config", "describe", "--broker", "1", "--explain")).Output, Does.Contain("How many partitions a topic gets"));
        Assert.That((await RunAsync("config", "alter", "--config", "log.dirs=/tmp")).Error, Does.Contain("configuration file"));
        Assert.That((await RunAsync("config", "alter", "--config", "num.partition=4")).Error, Does.Contain("num.partitions"));
        Assert.That((await RunAsync("config", "alter")).ExitCode, Is.EqualTo(CliExitCode.Usage));
    }

    // Each broker takes a change up within moments, and any of them may be asked.
    private static async Task BecomesAsync<T>(Func<Task<T>> look, object expected)
    {
        T found;
        do
        {
            found = await look();
        }
        while (!Is.EqualTo(expected).ApplyTo(found).IsSuccess && !TestContext.CurrentContext.CancellationToken.IsCancellationRequested);
        Assert.That(found, Is.EqualTo(expected));
    }

    private async Task<(string? Value, string? SetBy)> SettingAsync(string broker)
    {
        using var shown = JsonDocument.Parse((await SucceedAsync("config", "describe", "--broker", broker, "--json")).Output);
        var setting = shown.RootElement.GetProperty("settings").EnumerateArray().Single(one => one.GetProperty("name").GetString() == "num.partitions");
        return (setting.GetProperty("value").GetString(), setting.GetProperty("setBy").GetString());
    }

    private async Task<JsonElement[]> PartitionsAsync(string topic)
    {
        using var shown = JsonDocument.Parse((await SucceedAsync("topic", "describe", topic, "--json")).Output);
        return [.. shown.RootElement.GetProperty("partitions").EnumerateArray().Select(partition => partition.Clone())];
    }

    private static int[] Replicas(JsonElement partition) => [.. partition.GetProperty("replicas").EnumerateArray().Select(broker => broker.GetInt32())];
}
