using RaftLog.Client.Network;
using RaftLog.Model;
using RaftLog.Protocol.Messages;

namespace RaftLog.Client;

/// <content>The disks of brokers.</content>
public sealed partial class AdminClient
{
    /// <summary>What a broker says of its disks: its log directories, its metadata log, and replicas that are not open or not whole.</summary>
    /// <param name="brokerId">The broker; only it can tell.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="RaftLogException">The broker did not answer. There is no retry: a broker whose disks hang may not answer at all.</exception>
    public async Task<BrokerDisks> DescribeDisksAsync(int brokerId, CancellationToken cancellationToken = default)
    {
        await _cluster.Metadata.EnsureBrokersAsync(cancellationToken).ConfigureAwait(false);
        DescribeLogDirsResponse response = await _cluster
            .SendAsync<DescribeLogDirsRequest, DescribeLogDirsResponse>(brokerId, ConnectionPurpose.General, new DescribeLogDirsRequest(), cancellationToken)
            .ConfigureAwait(false);
        return response.ErrorCode == ErrorCode.None
            ? new BrokerDisks(
                brokerId,
                [.. response.Results.Select(Describe)],
                response.MetadataLog,
                response.Absent.ToDictionary(absent => new TopicPartition(absent.Topic, absent.PartitionIndex), absent => absent.Trouble))
            : throw new RaftLogException(response.ErrorCode, $"Broker {brokerId} does not describe its log directories.");
    }

    private static LogDirectoryDescription Describe(DescribeLogDirsResponse.Result directory) => new(
        directory.LogDir,
        directory.ErrorCode != ErrorCode.None,
        directory.Topics.Sum(topic => topic.Partitions.Count),
        directory.Topics.Sum(topic => topic.Partitions.Sum(partition => partition.PartitionSize)),
        Known(directory.TotalBytes),
        Known(directory.UsableBytes));

    private static long? Known(long bytes) => bytes < 0 ? null : bytes;
}
