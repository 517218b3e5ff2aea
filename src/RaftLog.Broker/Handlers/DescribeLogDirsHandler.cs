using RaftLog.Broker.Network;
using RaftLog.Broker.Partitions;
using RaftLog.Protocol.Messages;
using RaftLog.Storage;

namespace RaftLog.Broker.Handlers;

/// <summary>
/// DescribeLogDirs, on the broker that is asked: its directories with what is open in them, and what is the matter with those of its replicas that are not.
/// </summary>
internal sealed class DescribeLogDirsHandler(
    ClusterView cluster, PartitionRegistry partitions, DataDirectories directories, MetadataReplica metadata, ReplicaTroubles troubles)
    : ReplyHandler<DescribeLogDirsRequest, DescribeLogDirsResponse>(0, 5)
{
    private const long Unknown = -1;

    protected override ValueTask<DescribeLogDirsResponse> HandleAsync(DescribeLogDirsRequest request, RequestContext context)
    {
        var replicas = partitions.All
            .Where(replica => IsAsked(request, replica.Partition))
            .OrderBy(replica => replica.Partition.Topic, StringComparer.Ordinal)
            .ThenBy(replica => replica.Partition.Partition)
            .ToList();
        return ValueTask.FromResult(new DescribeLogDirsResponse
        {
            Results = [.. directories.Open.Select(directory => Describe(directory, replicas)), .. directories.Missing.Select(Describe)],
            MetadataLog = metadata.State,
            Absent = [.. Absent(request)],
        });
    }

    private static bool IsAsked(DescribeLogDirsRequest request, TopicPartition partition) =>
        request.Topics is not { } asked || asked.Exists(topic => topic.Name == partition.Topic && topic.Partitions.Contains(partition.Partition));

    private static DescribeLogDirsResponse.Result Describe(OfflineDirectory missing) =>
        new() { ErrorCode = ErrorCode.KafkaStorageError, LogDir = Path.GetFullPath(missing.Path) };

    private static DescribeLogDirsResponse.Result Describe(LogDirectory directory, List<PartitionReplica> replicas)
    {
        var files = directory.Storage.FileSystem;
        string below = directory.DirectoryPath + Path.DirectorySeparatorChar;
        return new DescribeLogDirsResponse.Result
        {
            ErrorCode = directory.HasFailed ? ErrorCode.KafkaStorageError : ErrorCode.None,
            LogDir = Path.GetFullPath(directory.DirectoryPath),
            Topics =
            [
                .. from replica in replicas
                   where replica.Log.Directory.StartsWith(below, StringComparison.Ordinal)
                   group replica by replica.Partition.Topic into topic
                   select new DescribeLogDirsResponse.Topic { Name = topic.Key, Partitions = [.. topic.Select(Describe)] },
            ],
            TotalBytes = Measure(files.TotalSpace, directory),
            UsableBytes = Measure(files.FreeSpace, directory),
        };
    }

    private static DescribeLogDirsResponse.Partition Describe(PartitionReplica replica) => new()
    {
        PartitionIndex = replica.Partition.Partition,
        PartitionSize = replica.Log.SizeInBytes,
        OffsetLag = Math.Max(0, replica.Log.LogEndOffset.Value - replica.State.HighWatermark.Value),
    };

    private static long Measure(Func<string, long> measure, LogDirectory directory)
    {
        try
        {
            return measure(directory.DirectoryPath);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Unknown;
        }
    }

    private IEnumerable<DescribeLogDirsResponse.Absence> Absent(DescribeLogDirsRequest request) =>
        from topic in cluster.Image.Topics.ByName.Values.OrderBy(topic => topic.Name, StringComparer.Ordinal)
        from partition in topic.Partitions
        where IsAsked(request, new TopicPartition(topic.Name, partition.Number))
        let trouble = troubles.Of(partition)
        where trouble is not null
        select new DescribeLogDirsResponse.Absence { Topic = topic.Name, PartitionIndex = partition.Number, Trouble = trouble.Value };
}
