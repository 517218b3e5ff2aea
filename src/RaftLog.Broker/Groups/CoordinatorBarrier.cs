using RaftLog.Broker.Partitions;

namespace RaftLog.Broker.Groups;

/// <summary>
/// Lets a coordinator make sure that nobody has taken over from it unheard: then what it reads in the image is all that was committed by the time it was asked.
/// </summary>
internal sealed class CoordinatorBarrier(MetadataReplica metadata)
{
    /// <summary>Whether this broker still coordinates; everything committed before the call is in the image then.</summary>
    public async ValueTask<bool> PassAsync() => metadata.Group is { } group && (await group.ReadBarrierAsync()).HasPassed;
}
