using RaftLog.Client;
using RaftLog.Storage;

namespace RaftLog.Cluster.Tests;

/// <summary>
/// A bit flips in a file under a running broker, where nobody reads it. The scrubber finds it and names the file, what was in it comes back from memory
/// or from the other brokers, and the broker starts again from its disk as if nothing had been.
/// </summary>
public sealed class ScrubbingTests
{
    private const string Topic = "filled";
    private const int Records = 64;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private string _directory = null!;
    private MessageLog _messages = null!;
    private EmbeddedCluster _cluster = null!;

    [SetUp]
    public async Task FillClusterAsync()
    {
        _directory = Directory.CreateTempSubdirectory("raftlog-scrubbing-").FullName;
        _messages = new MessageLog();
        _cluster = await EmbeddedCluster.StartAsync(3, new EmbeddedClusterOptions
        {
            DataDirectory = _directory,
            Loggers = _messages,
            Configure = options =>
            {
                options.Scrub.BytesPerSecond = 256 * 1024 * 1024;
                options.Scrub.IntervalSeconds = 1;
            },
        });
        await using var admin = new AdminClient(new ClientOptions { BootstrapServers = _cluster.BootstrapServers });
        await admin.CreateTopicAsync(new NewTopic(Topic, 1, 3) { Configs = new Dictionary<string, string?> { ["segment.bytes"] = "1048576" } });
        await ProduceAsync(Records);
    }

    [TearDown]
    public async Task RemoveClusterAsync()
    {
        await _cluster.DisposeAsync();
        _messages.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [TestCase("*.log", TestName = "FlippedBit_InASegment")]
    [TestCase("*.index", TestName = "FlippedBit_InAnIndex")]
    [TestCase("manifest", TestName = "FlippedBit_InAManifest")]
    [TestCase("hard-state", TestName = "FlippedBit_InTheHardState")]
    [TestCase("meta", TestName = "FlippedBit_InTheIdentity")]
    public async Task FlippedBit_IsFoundNamedAndRepaired_WithoutLoss(string pattern)
    {
        var broker = _cluster.Broker(2);
        string file = Directory.GetFiles(DataDirectory(broker), pattern, SearchOption.AllDirectories)
            .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}metadata{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .First();
        FlipBit(file);

        await HoldsAsync(() => _messages.Messages.Any(message => message.Contains(file, StringComparison.Ordinal)), $"Nobody named {file}.");
        await WaitUntilWholeAsync();
        await ProduceAsync(Records);
        await broker.StopAsync();
        await broker.StartAsync();
        await WaitUntilWholeAsync();
        await ProduceAsync(1);

        // The broker is needed for every acknowledgement now, and then looked at byte by byte.
        await _cluster.Broker(3).StopAsync();
        await ProduceAsync(1);
        await broker.StopAsync();
        var verified = DataDirectoryVerifier.Verify(new PhysicalFileSystem(), DataDirectory(broker));
        Assert.That(verified.IsSound, Is.True, string.Join('\n', verified.Findings.Concat(verified.Logs.SelectMany(log => log.Findings))));
        var replica = verified.Logs.Single(log => log.Manifest?.TopicName == Topic);
        Assert.That(replica.EndOffset.Value, Is.EqualTo((2 * Records) + 2));
        Assert.That(replica.StartOffset.Value, Is.Zero);
    }

    private static void FlipBit(string path)
    {
        using var file = File.Open(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        file.Position = file.Length / 2;
        int value = file.ReadByte();
        file.Position--;
        file.WriteByte((byte)(value ^ 0x10));
    }

    private static async Task HoldsAsync(Func<bool> condition, string what)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!condition())
        {
            Assert.That(patience.IsCancellationRequested, Is.False, what);
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }
    }

    private string DataDirectory(EmbeddedBroker broker) => Path.Combine(_directory, $"broker-{broker.Id}");

    private async Task ProduceAsync(int records)
    {
        await using var producer = new Producer<Null, byte[]>(new ProducerOptions { BootstrapServers = _cluster.BootstrapServers });
        for (int i = 0; i < records; i++)
        {
            await producer.ProduceAsync(new ProducerRecord<Null, byte[]>(Topic, default, new byte[48 * 1024]));
        }
    }

    private async Task WaitUntilWholeAsync()
    {
        await _cluster.WaitUntilReadyAsync();
        using var timeout = new CancellationTokenSource(Patience);
        await using var admin = new AdminClient(new ClientOptions { BootstrapServers = _cluster.BootstrapServers });
        while (!(await admin.DescribeTopicsAsync([Topic]))[0].Partitions.All(
            partition => partition.InSyncReplicas.Count == 3 && partition.OfflineReplicas.Count == 0))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), timeout.Token);
        }
    }
}
