using RaftLog.Client;

namespace RaftLog.Interop.Tests;

/// <summary>A compacted topic as kcat (librdkafka) writes and reads it.</summary>
internal sealed class CompactedTopicTests
{
    private const int Keys = 40;
    private const int Updates = 4_000;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    [Test]
    public async Task CleanedLog_HasTheLastValueOfEachKey_WithRightChecksums([Values("none", "gzip", "snappy", "lz4", "zstd")] string codec)
    {
        using var patience = new CancellationTokenSource(Patience);
        string topic = await CreateAsync($"compacted-{codec}", patience.Token);
        IEnumerable<string> updates = Enumerable.Range(0, Updates).Select(i => $"key-{i * 7 % Keys}\tvalue {i}");
        string[] options = ["-K", "\t", "-z", codec, "-X", "enable.idempotence=true"];
        ForeignOutcome produced = await ForeignProcess.RunToEndAsync(
            "kcat", ["-P", "-b", InteropCluster.BootstrapServers, "-t", topic, .. options], updates, patience.Token);
        Assert.That(produced.ExitCode, Is.Zero, produced.Errors);
        string[] last = [.. Enumerable.Range(Updates - Keys, Keys).Select(i => $"key-{i * 7 % Keys}\tvalue {i}")];

        IReadOnlyList<string> found = await ReadAsync(topic, patience.Token);
        while (found.Count > Keys)
        {
            await Task.Delay(Poll, patience.Token);
            found = await ReadAsync(topic, patience.Token);
        }

        Assert.That(found, Is.EqualTo(last));
    }

    [Test]
    public async Task RecordsWithoutAKey_AreRefused_AndLibrdkafkaSaysWhy()
    {
        using var patience = new CancellationTokenSource(Patience);
        string topic = await CreateAsync("compacted-keyless", patience.Token);

        ForeignOutcome outcome = await ForeignProcess.RunToEndAsync(
            "kcat", ["-P", "-b", InteropCluster.BootstrapServers, "-t", topic, "-z", "lz4"], ["a value and no key"], patience.Token);

        Assert.That(outcome.ExitCode, Is.Not.Zero);
        Assert.That(outcome.Errors, Does.Contain("failed to validate record"));
        Assert.That(await ReadAsync(topic, patience.Token), Is.Empty);
    }

    private static async Task<string> CreateAsync(string topic, CancellationToken cancellation)
    {
        await using var admin = new AdminClient(new ClientOptions { BootstrapServers = InteropCluster.BootstrapServers });
        var configs = new Dictionary<string, string?> { ["cleanup.policy"] = "compact", ["max.compaction.lag.ms"] = "100" };
        await admin.CreateTopicAsync(new NewTopic(topic, Partitions: 1, ReplicationFactor: 3) { Configs = configs }, cancellation);
        return topic;
    }

    private static async Task<IReadOnlyList<string>> ReadAsync(string topic, CancellationToken cancellation)
    {
        ForeignOutcome outcome = await ForeignProcess.RunToEndAsync(
            "kcat",
            ["-C", "-b", InteropCluster.BootstrapServers, "-t", topic, "-o", "beginning", "-e", "-q", "-f", @"%k\t%s\n", "-X", "check.crcs=true"],
            [],
            cancellation);
        Assert.That(outcome.ExitCode, Is.Zero, outcome.Errors);
        return outcome.Output;
    }
}
