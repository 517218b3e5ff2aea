using RaftLog.Metadata;
using RaftLog.Storage;

namespace RaftLog.Broker.Partitions;

/// <summary>A partition of the image with what its log is opened with.</summary>
internal readonly record struct WantedReplica(TopicImage Topic, PartitionImage Partition, PartitionLogOptions Options);
