using RaftLog.Client;
using RaftLog.Model;

namespace RaftLog.Cli.Consume;

/// <summary>The ends of partitions at one moment: what consuming without <c>--follow</c> goes up to.</summary>
internal sealed class LogEnd
{
    private readonly IReadOnlyDictionary<TopicPartition, ListedOffset> _ends;

    private LogEnd(IReadOnlyDictionary<TopicPartition, ListedOffset> ends)
    {
        _ends = ends;
    }

    public static async Task<LogEnd> FindAsync(
        AdminClient admin, IReadOnlyList<TopicPartition> partitions, IsolationLevel isolation, CancellationToken cancellation) =>
        new(await admin.ListOffsetsAsync(partitions, OffsetSpec.Latest, isolation, cancellation));

    /// <summary>Whether the consumer has read every partition that it was given up to its end. Not before a group gave it some.</summary>
    public bool IsReachedBy<TKey, TValue>(Consumer<TKey, TValue> consumer)
    {
        var assigned = consumer.Assignment;
        return assigned.Count > 0
            && assigned.All(partition => !_ends.TryGetValue(partition, out var end) || consumer.Position(partition) >= end.Offset);
    }
}
