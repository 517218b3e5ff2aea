using RaftLog.Client;
using RaftLog.Model;

namespace RaftLog.Cli.Transactions;

/// <summary>The hanging transactions of a topic.</summary>
internal static class HangingTransactions
{
    public static async Task<IReadOnlyList<ProducerDescription>> FindAsync(AdminClient admin, string topic, CancellationToken cancellation)
    {
        var description = (await admin.DescribeTopicsAsync([topic], cancellation))[0];
        return await admin.FindHangingTransactionsAsync(
            description.Partitions.Select(partition => new TopicPartition(topic, partition.Partition)), cancellation);
    }
}
