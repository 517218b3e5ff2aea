using RaftLog.Client;
using RaftLog.Model;

namespace RaftLog.Cli.Groups;

/// <summary>What <c>group reset-offsets</c> does to one partition.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Partition">The partition.</param>
/// <param name="Current">The committed offset; null without one.</param>
/// <param name="New">The offset that it gets.</param>
internal sealed record OffsetReset(string Topic, int Partition, long? Current, long New)
{
    /// <summary>Works out the new offsets; nothing is changed by it.</summary>
    /// <exception cref="CliException">An offset without a value is to be shifted.</exception>
    public static async Task<IReadOnlyList<OffsetReset>> PlanAsync(
        AdminClient admin,
        ResetTarget target,
        IReadOnlyList<TopicPartition> partitions,
        IReadOnlyDictionary<TopicPartition, long> committed,
        CancellationToken cancellation)
    {
        var earliest = await admin.ListOffsetsAsync(partitions, OffsetSpec.Earliest, cancellation);
        var latest = await admin.ListOffsetsAsync(partitions, OffsetSpec.Latest, cancellation);
        var found = target.Lookup is { } lookup ? await admin.ListOffsetsAsync(partitions, lookup, cancellation) : null;
        return
        [
            .. partitions.OrderBy(partition => partition.Topic, StringComparer.Ordinal).ThenBy(partition => partition.Partition).Select(partition =>
            {
                long? current = committed.TryGetValue(partition, out long offset) ? offset : null;
                long wanted = Wanted(target, partition, current, found, latest[partition].Offset);
                long reachable = Math.Clamp(wanted, earliest[partition].Offset, latest[partition].Offset);
                return new OffsetReset(partition.Topic, partition.Partition, current, reachable);
            }),
        ];
    }

    private static long Wanted(
        ResetTarget target, TopicPartition partition, long? current, IReadOnlyDictionary<TopicPartition, ListedOffset>? found, long latest)
    {
        if (found is not null)
        {
            // No record is as young as the time: the next one that comes is.
            long offset = found[partition].Offset;
            return offset >= 0 ? offset : latest;
        }

        return target.Offset
            ?? current + target.Shift
            ?? throw new CliException($"{partition} has no committed offset to shift: name another target for it, or leave it out.");
    }
}
