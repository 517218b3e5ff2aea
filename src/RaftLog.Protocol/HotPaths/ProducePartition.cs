using System.Buffers;

namespace RaftLog.Protocol.HotPaths;

/// <summary>The records for one partition in a Produce request.</summary>
/// <param name="IsFirstOfTopic">Whether a new topic begins with it.</param>
/// <param name="Topic">The name of the topic; empty from version 13.</param>
/// <param name="TopicId">The id of the topic, from version 13.</param>
/// <param name="Index">The number of the partition.</param>
/// <param name="Records">The record batch as a slice of the frame; null when the client sent none.</param>
public readonly record struct ProducePartition(
    bool IsFirstOfTopic, string Topic, Guid TopicId, int Index, ReadOnlySequence<byte>? Records);
