using RaftLog.Model;

namespace RaftLog.Storage.Tests;

/// <summary>Appends what transactional producers and coordinators write.</summary>
internal static class TransactionalAppends
{
    public static void AppendTransactional(this PartitionLog log, long producerId, short epoch, int sequence, int records = 1, int term = 1)
    {
        log.StampAndAppend(FrameBuffer.ForBatch(Batches.TransactionalBytes(producerId, epoch, sequence, records)), EntryKind.Data, new Term(term));
        log.WritePending();
    }

    /// <summary>Appends a marker as a leader does: it says where the transaction begins that it ends.</summary>
    public static void AppendMarker(
        this PartitionLog log, long producerId, short epoch, bool commit = true, int coordinatorEpoch = 1, int term = 1, long timestampMs = 1000)
    {
        PooledBuffer frame = FrameBuffer.Rent(TransactionMarkerBatch.Size);
        var marker = new TransactionMarker(producerId, epoch, coordinatorEpoch, commit);
        TransactionMarkerBatch.Write(FrameBuffer.Payload(frame), marker, timestampMs, log.Producers.OpenSince(producerId));
        log.StampAndAppend(frame, EntryKind.Data, new Term(term));
        log.WritePending();
    }

    public static void AppendPlain(this PartitionLog log, int records = 1, int term = 1)
    {
        log.StampAndAppend(Batches.Frame(records), EntryKind.Data, new Term(term));
        log.WritePending();
    }
}
