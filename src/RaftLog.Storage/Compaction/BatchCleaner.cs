using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>
/// Decides record by record what stays. A record goes when the map knows a later one of its key, or when its transaction was aborted; a tombstone also
/// when its horizon has passed (KIP-534). Records without a key stay. About markers decides <see cref="MarkerCleaner"/>.
/// </summary>
internal sealed class BatchCleaner(
    KeyOffsetMap map,
    AbortedRanges aborted,
    RememberedBatches producerBatches,
    TimeSpan deleteRetention,
    long nowMs,
    string directory,
    ILogger logger) : IDisposable
{
    private readonly MarkerCleaner _markers = new(producerBatches, deleteRetention, nowMs);
    private readonly RecordBatchRewriter _rewriter = new();
    private readonly BatchRecords _records = new();

    // Of the batch at hand; views of the records above.
    private readonly List<Record> _kept = [];

    // Whether a batch had to be kept whole, whatever its keys. A tombstone behind it may be all that hides a record in it, so it outlives its horizon.
    private bool _hasOpaque;

    /// <summary>The offset below which the map knows every key; set when the map is complete.</summary>
    public Offset End { get; set; }

    /// <summary>Decides about one batch, whose checksum was verified; a rewritten one is appended to <paramref name="into"/>.</summary>
    public BatchFate Clean(ReadOnlyMemory<byte> batch, PooledBufferWriter into)
    {
        bool isBatch = RecordBatchHeader.TryParse(batch.Span, out RecordBatchHeader header);
        Invariant.Require(isBatch);
        if (header.BaseOffset >= End)
        {
            return BatchFate.Kept;
        }

        if (header.IsControl)
        {
            return CleanMarker(header, batch, into);
        }

        BatchFate fate = CleanRecords(header, batch, into);
        if (header.IsTransactional && fate != BatchFate.Dropped && (fate == BatchFate.Kept ? header.RecordCount : _kept.Count) > 0)
        {
            _markers.Kept(header.ProducerId);
        }

        return fate;
    }

    public void Dispose()
    {
        _rewriter.Dispose();
        _records.Dispose();
    }

    private BatchFate CleanRecords(in RecordBatchHeader header, ReadOnlyMemory<byte> batch, PooledBufferWriter into)
    {
        if (header.RecordCount == 0)
        {
            return producerBatches.Contains(header) ? BatchFate.Kept : BatchFate.Dropped;
        }

        if (header.IsTransactional && aborted.Contains(header))
        {
            _kept.Clear();
            return Rewrite(header, horizon: null, into);
        }

        if (!_records.TryRead(batch))
        {
            // Nothing can be left out of it, and it counts for no key.
            _hasOpaque = true;
            StorageEvents.SkippedUnreadableBatch(logger, header.BaseOffset.Value, directory, _records.Problem);
            return BatchFate.Kept;
        }

        bool hasTombstone = Select(header);

        // The horizon speaks for all tombstones of the batch; those at or above the end have not met their older records yet.
        long? horizon = hasTombstone && header.DeleteHorizonMs is null && header.NextOffset <= End
            ? nowMs + (long)deleteRetention.TotalMilliseconds
            : null;
        return Rewrite(header, horizon, into);
    }

    private BatchFate CleanMarker(in RecordBatchHeader header, ReadOnlyMemory<byte> batch, PooledBufferWriter into)
    {
        BatchFate fate = _markers.Clean(header, out long? horizon);
        if (horizon is null)
        {
            return fate;
        }

        if (!_records.TryRead(batch))
        {
            return BatchFate.Kept;
        }

        _rewriter.Rewrite(header, _records.All, horizon, into);
        return BatchFate.Rewritten;
    }

    private BatchFate Rewrite(in RecordBatchHeader header, long? horizon, PooledBufferWriter into)
    {
        if (_kept.Count == header.RecordCount && horizon is null)
        {
            return BatchFate.Kept;
        }

        if (_kept.Count == 0 && !producerBatches.Contains(header))
        {
            return BatchFate.Dropped;
        }

        _rewriter.Rewrite(header, CollectionsMarshal.AsSpan(_kept), horizon, into);
        return BatchFate.Rewritten;
    }

    // Fills _kept; true when a tombstone is among them.
    private bool Select(in RecordBatchHeader header)
    {
        _kept.Clear();
        bool isPastHorizon = header.DeleteHorizonMs <= nowMs && !_hasOpaque;
        bool hasTombstone = false;
        foreach (ref readonly Record record in _records.All)
        {
            if (Stays(record, header.BaseOffset + record.OffsetDelta, isPastHorizon))
            {
                _kept.Add(record);
                hasTombstone |= record.Key is not null && record.Value is null;
            }
        }

        return hasTombstone;
    }

    private bool Stays(in Record record, Offset offset, bool isPastHorizon)
    {
        if (record.Key is not { } key || offset >= End)
        {
            return true;
        }

        if (map.TryGet(key.Span, out Offset latest) && latest > offset)
        {
            return false;
        }

        return record.Value is not null || !isPastHorizon;
    }
}
