using RaftLog.Model;
using RaftLog.Replication;
using RaftLog.Storage;

namespace RaftLog.Simulator.Checks.Audits;

/// <summary>The producer state of a log is what a replay of the log gives.</summary>
internal sealed class ProducersEqualReplay : ILogAudit
{
    private ProducerStateTable _replayed = new();
    private LogIndex _last;

    /// <inheritdoc/>
    public void Begin(RaftGroup replica)
    {
        _replayed = new ProducerStateTable();
        _last = LogIndex.Zero;
    }

    /// <inheritdoc/>
    public string? Look(RaftGroup replica, in AuditedFrame frame)
    {
        _last = frame.Header.Index;
        var bytes = frame.Bytes.Span[FrameHeader.Size..];
        if (frame.Header.Kind == EntryKind.Data && RecordBatchHeader.TryParse(bytes, out var batch))
        {
            _replayed.Note(batch, bytes);
        }

        return null;
    }

    /// <inheritdoc/>
    public string? End(RaftGroup replica)
    {
        // What is not written yet, the table knows already.
        bool isWhole = replica.Log.FirstIndex.Value == 1 && _last == replica.Log.LastIndex;
        if (!isWhole)
        {
            return null;
        }

        var where = $"{replica.Name} on broker {replica.Core.Self.Broker}";
        return Compare(where, replica.Log.Producers, _replayed)
            ?? CompareStable(where, replica.Log.Producers, _replayed, replica.Handle.Status.HighWatermark);
    }

    /// <summary>
    /// Compares a table with the replayed one. It may remember fewer batches of a producer: a truncation forgets some and finds no older ones.
    /// </summary>
    public static string? Compare(string where, ProducerStateTable table, ProducerStateTable replayed)
    {
        foreach (var (id, expected) in replayed.Producers)
        {
            if (!table.Producers.TryGetValue(id, out var producer) || producer.Last != expected.Last)
            {
                return $"{where}: the state of producer {id} ends with {(producer is null ? "nothing" : producer.Last)}, a replay of the log with {expected.Last}";
            }

            if (producer.OpenSince != expected.OpenSince || !IsSameMarker(producer.LastMarker, expected.LastMarker))
            {
                return $"{where}: producer {id} has a transaction open since {producer.OpenSince} behind {producer.LastMarker}, a replay of the log says "
                    + $"{expected.OpenSince} behind {expected.LastMarker}";
            }
        }

        return table.Count == replayed.Count ? null : $"{where}: {table.Count} producers are known; a replay of the log knows {replayed.Count}";
    }

    /// <summary>Compares the last stable offsets for what the replica knows to be committed.</summary>
    public static string? CompareStable(string where, ProducerStateTable table, ProducerStateTable replayed, Offset highWatermark)
    {
        var stable = table.LastStableOffset(highWatermark);
        var expected = replayed.LastStableOffset(highWatermark);
        return stable == expected ? null : $"{where}: the last stable offset is {stable}, by a replay of the log {expected}, at the high watermark {highWatermark}";
    }

    // Where compaction has removed the first batches of what it ended, a replay finds a later beginning.
    private static bool IsSameMarker(ProducerMarker? left, ProducerMarker? right) => WithoutFirst(left) == WithoutFirst(right);

    private static ProducerMarker? WithoutFirst(ProducerMarker? marker) => marker is { } one ? one with { First = null } : null;
}
