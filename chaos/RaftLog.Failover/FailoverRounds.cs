using System.Diagnostics;
using RaftLog.Client;
using RaftLog.LocalCluster;

namespace RaftLog.Failover;

/// <summary>
/// Takes the leader of a partition away, again and again, while a producer sends it one record after the other, and measures how long
/// nothing is acknowledged.
/// </summary>
internal sealed class FailoverRounds(LocalBrokers brokers, string topic)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // Enough that metadata, connections and code are warm before each fault.
    private const int RecordsBefore = 200;

    /// <summary>Runs the rounds and returns the gap of each.</summary>
    /// <param name="rounds">How many.</param>
    /// <param name="takeAway">Takes the leader away.</param>
    /// <param name="bringBack">Brings it back after the gap was measured.</param>
    /// <param name="cancellation">Ends it all.</param>
    public async Task<IReadOnlyList<TimeSpan>> RunAsync(
        int rounds, Func<BrokerProcess, Task> takeAway, Action<BrokerProcess> bringBack, CancellationToken cancellation)
    {
        var options = new ProducerOptions { BootstrapServers = brokers.Layout.BootstrapServers, ClientId = "failover" };
        await using var producer = new Producer<string, string>(options);
        await using var admin = new AdminClient(options);
        var gaps = new List<TimeSpan>();
        for (int round = 0; round < rounds; round++)
        {
            for (int i = 0; i < RecordsBefore; i++)
            {
                await ProduceAsync(producer, cancellation);
            }

            BrokerProcess leader = brokers[await FindLeaderAsync(admin, cancellation)];
            long before = Stopwatch.GetTimestamp();
            Task fault = takeAway(leader);
            await ProduceAsync(producer, cancellation);

            // The record may have been acknowledged before the fault struck; the next one cannot.
            await fault;
            await ProduceAsync(producer, cancellation);
            gaps.Add(Stopwatch.GetElapsedTime(before));

            bringBack(leader);
            await LocalBrokers.WaitUntilReadyAsync([leader], Patience, cancellation);
        }

        return gaps;
    }

    private async Task ProduceAsync(Producer<string, string> producer, CancellationToken cancellation) =>
        await producer.ProduceAsync(new ProducerRecord<string, string>(topic, "key", "value"), cancellation);

    private async Task<int> FindLeaderAsync(AdminClient admin, CancellationToken cancellation)
    {
        while (true)
        {
            int leader = (await admin.DescribeTopicsAsync([topic], cancellation))[0].Partitions[0].Leader;
            if (leader >= 0)
            {
                return leader;
            }
        }
    }
}
