using RaftLog.Model;
using RaftLog.Replication;
using RaftLog.Storage;

namespace RaftLog.Simulator.Checks.Audits;

/// <summary>
/// The aborted transactions that a log tells its readers of are those whose markers are in it, and each marker says where its transaction begins.
/// </summary>
internal sealed class AbortedEqualsScan : ILogAudit
{
    private readonly List<AbortedTransaction> _found = [];
    private readonly Dictionary<long, Offset> _open = [];
    private Offset _end;

    /// <inheritdoc/>
    public void Begin(RaftGroup replica)
    {
        _found.Clear();
        _open.Clear();
        _end = Offset.Zero;
    }

    /// <inheritdoc/>
    public string? Look(RaftGroup replica, in AuditedFrame frame)
    {
        var bytes = frame.Bytes.Span[FrameHeader.Size..];
        if (frame.Header.Kind != EntryKind.Data || !RecordBatchHeader.TryParse(bytes, out var batch))
        {
            return null;
        }

        _end = batch.NextOffset;
        if (!batch.IsControl)
        {
            if (batch.IsTransactional)
            {
                _open.TryAdd(batch.ProducerId, batch.BaseOffset);
            }

            return null;
        }

        if (!TransactionMarkerBatch.TryRead(bytes, out var marker, out var first))
        {
            return $"{replica.Name} has a control batch at {batch.BaseOffset} that is no marker";
        }

        if (!marker.Commit && first is { } begun)
        {
            _found.Add(new AbortedTransaction(marker.ProducerId, begun, batch.BaseOffset));
        }

        Offset? open = _open.Remove(marker.ProducerId, out var since) ? since : null;
        bool isAsAppended = replica.Log.FirstIndex.Value == 1 && replica.Log.CleanedUpTo == LogIndex.Zero;
        return isAsAppended && open != first ? $"{replica.Name}: the marker at {batch.BaseOffset} ends what began at {first}; {open} is open" : null;
    }

    /// <inheritdoc/>
    public string? End(RaftGroup replica)
    {
        // What is not written yet, the log knows already.
        var known = replica.Log.AbortedTransactions(Offset.Zero, new Offset(long.MaxValue)).Where(aborted => aborted.Last < _end);
        return known.SequenceEqual(_found)
            ? null
            : $"{replica.Name} on broker {replica.Core.Self.Broker}: the aborted transactions are not those of the markers in its log";
    }
}
