using RaftLog.Model;

namespace RaftLog.Client;

/// <summary>What a broker says of its disks.</summary>
/// <param name="BrokerId">The broker.</param>
/// <param name="Directories">Its log directories, the data directory first. Those that are missing come last.</param>
/// <param name="MetadataLog">How its copy of the metadata log is.</param>
/// <param name="Troubled">Its replicas that are not open, or not whole, and why.</param>
public sealed record BrokerDisks(
    int BrokerId,
    IReadOnlyList<LogDirectoryDescription> Directories,
    MetadataLogState MetadataLog,
    IReadOnlyDictionary<TopicPartition, ReplicaTrouble> Troubled);
