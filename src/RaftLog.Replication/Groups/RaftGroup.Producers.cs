using RaftLog.Model;
using RaftLog.Storage;

namespace RaftLog.Replication;

// Which batches of idempotent and transactional producers, and which markers, are let into the log.
internal sealed partial class RaftGroup
{
    private readonly TransactionGate _gate;

    /// <summary>The coordinator has answered about a batch that is held.</summary>
    public void Verified(TransactionVerification verification, ErrorCode error)
    {
        if (_gate.Release(verification) is not { } held)
        {
            return;
        }

        verification.IsGranted = error == ErrorCode.None;
        try
        {
            while (held.TryDequeue(out PendingAppend? append))
            {
                if (error == ErrorCode.None)
                {
                    // The first begins the transaction; those behind it find it open.
                    Propose(append);
                }
                else
                {
                    if (append.Verification is { } refused)
                    {
                        refused.Refusal = error;
                    }

                    Shard.Outcomes.Fail(append, AppendStatus.TransactionRefused, Core.Term);
                }
            }
        }
        finally
        {
            // Left when the log went offline over one of them: nobody else knows of those behind it.
            foreach (PendingAppend left in held)
            {
                Shard.Outcomes.Fail(left, AppendStatus.Offline, Core.Term);
            }
        }
    }

    // False when the append has been answered, or waits: as a duplicate, or for its coordinator.
    private bool IsNews(PendingAppend append)
    {
        ProducerCheck check;
        if (append.Marker is { } marker)
        {
            check = CheckMarker(append, marker);
        }
        else
        {
            bool isBatch = RecordBatchHeader.TryParse(FrameBuffer.Payload(append.Frame), out RecordBatchHeader batch);
            Invariant.Require(isBatch);
            if (batch.IsTransactional && _gate.TryHoldBehind(batch.ProducerId, append))
            {
                return false;
            }

            check = Log.Producers.Check(batch);
            if (check.Status == ProducerCheckStatus.BeginsTransaction)
            {
                return MayBegin(append, batch);
            }
        }

        switch (check.Status)
        {
            case ProducerCheckStatus.Accepted:
                return true;
            case ProducerCheckStatus.Duplicate:
                _metrics.DuplicateAppend();
                append.BaseOffset = check.DuplicateOf;
                append.Term = Core.Term;
                _appends.AddDuplicate(append, append.Acks == AppendAcks.Leader ? Offset.Zero : check.DuplicateEnd);
                return false;
            default:
                Shard.Outcomes.Fail(append, Refusal(check.Status), Core.Term);
                return false;
        }
    }

    private bool MayBegin(PendingAppend append, in RecordBatchHeader batch)
    {
        if (append.Verification is not { } verification)
        {
            Shard.Outcomes.Fail(append, AppendStatus.InvalidTransactionState, Core.Term);
            return false;
        }

        // What came before it was lost or refused; whatever is taken now, could not follow that.
        if (verification.BeginsAtZero && batch.BaseSequence != 0 && !Log.Producers.Knows(batch.ProducerId))
        {
            Shard.Outcomes.Fail(append, AppendStatus.OutOfOrderSequence, Core.Term);
            return false;
        }

        if (!verification.IsGranted)
        {
            _gate.Hold(batch.ProducerId, append);
        }

        return verification.IsGranted;
    }

    private ProducerCheck CheckMarker(PendingAppend append, in TransactionMarker marker)
    {
        ProducerCheck check = Log.Producers.CheckMarker(marker);
        if (check.Status is not (ProducerCheckStatus.Accepted or ProducerCheckStatus.Duplicate))
        {
            return check;
        }

        _gate.Refuse(marker.ProducerId, Core.Term);
        if (check.Status == ProducerCheckStatus.Accepted)
        {
            // Only now is known what it ends.
            TransactionMarkerBatch.Write(
                FrameBuffer.Payload(append.Frame), marker, _time.GetUtcNow().ToUnixTimeMilliseconds(), Log.Producers.OpenSince(marker.ProducerId));
        }

        return check;
    }

    private static AppendStatus Refusal(ProducerCheckStatus status) => status switch
    {
        ProducerCheckStatus.OutOfOrderSequence => AppendStatus.OutOfOrderSequence,
        ProducerCheckStatus.InvalidProducerEpoch => AppendStatus.InvalidProducerEpoch,
        ProducerCheckStatus.CoordinatorFenced => AppendStatus.CoordinatorFenced,
        _ => AppendStatus.InvalidTransactionState,
    };
}
