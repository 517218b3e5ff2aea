using RaftLog.Model;

namespace RaftLog.Metadata;

/// <summary>The controller's request to itself, from time to time: end the transactions whose time is up, and forget unused transactional ids.</summary>
internal sealed class ExpireTransactions : PendingRequest
{
    /// <inheritdoc/>
    public override IReadOnlyList<MetadataRecord> Decide(ControlContext context) =>
        TransactionUpkeepControl.Expire(context.Image, context.Configs, context.Now);

    /// <inheritdoc/>
    public override void Complete(LogIndex index)
    {
    }

    /// <inheritdoc/>
    public override void Fail(ErrorCode error, string message)
    {
        // Nothing is lost: the next look finds the same ones.
    }
}
