using RaftLog.Client;
using RaftLog.LocalCluster;

namespace RaftLog.Process.Tests;

/// <summary>That brokers as processes of their own take short requests to the log on the threads that poll their sockets.</summary>
internal sealed class PollingThreadTests
{
    private const string Topic = "one-at-a-time";
    private const int RecordBytes = 1_000;
    private const int Records = 500;

    [Test]
    public async Task RecordsOneAtATime_AreWrittenByTheThreadThatPollsTheConnection()
    {
        await using ProcessCluster cluster = await ProcessCluster.StartAsync();
        await cluster.CreateTopicAsync(Topic, 1);
        BrokerProcess leader = await cluster.LeaderAsync(Topic, 0);
        long before = WrittenByPollers(leader);

        await using (var producer = new Producer<Null, byte[]>(new ProducerOptions { BootstrapServers = cluster.BootstrapServers }))
        {
            for (int i = 0; i < Records; i++)
            {
                await producer.ProduceAsync(new ProducerRecord<Null, byte[]>(Topic, default, new byte[RecordBytes]));
            }
        }

        // Not all: the shard may have a turn just then, and leadership may move. What the thread pool has written is not among them at all.
        Assert.That(WrittenByPollers(leader) - before, Is.GreaterThan(Records * RecordBytes / 2));
    }

    // The runtime names them; what each has written, to files too, is counted by the system.
    private static long WrittenByPollers(BrokerProcess broker) =>
        Directory.EnumerateDirectories($"/proc/{broker.ProcessId}/task")
            .Where(thread => File.ReadAllText(Path.Combine(thread, "comm")).TrimEnd() == ".NET Sockets")
            .Sum(thread => long.Parse(
                File.ReadLines(Path.Combine(thread, "io")).First(line => line.StartsWith("wchar: ", StringComparison.Ordinal))["wchar: ".Length..],
                System.Globalization.CultureInfo.InvariantCulture));
}
