using RaftLog.Model;

namespace RaftLog.Metadata;

/// <summary>The controller's request to itself, from time to time: fence whoever was silent for too long.</summary>
internal sealed class FenceSilentBrokers : PendingRequest
{
    /// <inheritdoc/>
    public override IReadOnlyList<MetadataRecord> Decide(ControlContext context) =>
        BrokersControl.Fence(context.Image, context.Sessions.Silent(context.Image));

    /// <inheritdoc/>
    public override void Complete(LogIndex index)
    {
    }

    /// <inheritdoc/>
    public override void Fail(ErrorCode error, string message)
    {
        // Nothing is lost: the next check finds the same brokers silent.
    }
}
