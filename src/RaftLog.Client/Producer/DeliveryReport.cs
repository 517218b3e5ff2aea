using RaftLog.Model;

namespace RaftLog.Client;

/// <summary>The fate of one batch.</summary>
/// <param name="TopicPartition">Its partition.</param>
/// <param name="BaseOffset">The offset of its first record, the others follow it; -1 when unknown.</param>
/// <param name="RecordCount">The number of its records.</param>
/// <param name="Error">Why it was given up; null when it was delivered.</param>
public readonly record struct DeliveryReport(TopicPartition TopicPartition, long BaseOffset, int RecordCount, RaftLogException? Error);
