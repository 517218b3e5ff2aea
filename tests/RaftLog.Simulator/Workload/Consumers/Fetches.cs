using RaftLog.Protocol.Messages;

namespace RaftLog.Simulator.Workload.Consumers;

/// <summary>The request for one partition's records, and its answer.</summary>
internal static class Fetches
{
    public const short Version = 12;

    /// <summary>The first that names a topic by its id.</summary>
    public const short VersionById = 13;

    public static FetchRequest Request(string topic, int partition, long position, int maxWaitMs, int maxBytes, int epoch = -1) => new()
    {
        MaxWaitMs = maxWaitMs,
        MinBytes = 1,
        MaxBytes = 1 << 20,
        SessionEpoch = -1,
        Topics =
        [
            new()
            {
                Topic = topic,
                Partitions = [new() { Partition = partition, FetchOffset = position, PartitionMaxBytes = maxBytes, CurrentLeaderEpoch = epoch }],
            },
        ],
    };

    public static FetchRequest RequestById(Guid topic, int partition, long position, int maxWaitMs) => new()
    {
        MaxWaitMs = maxWaitMs,
        MinBytes = 1,
        MaxBytes = 1 << 20,
        SessionEpoch = -1,
        Topics = [new() { TopicId = topic, Partitions = [new() { Partition = partition, FetchOffset = position, PartitionMaxBytes = 1 << 16 }] }],
    };

    public static FetchResponse.PartitionData? Answer(FetchResponse? response) => response?.Responses.FirstOrDefault()?.Partitions.FirstOrDefault();
}
