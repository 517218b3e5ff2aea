namespace RaftLog.Metadata;

/// <summary>
/// A request that a group coordinator makes after it has checked a member's claim. The check holds in the coordinator's own term only: once
/// another broker coordinates, the group may have gone on without that member. So the controller of no other term carries it out, however
/// often the call is repeated, and answers <see cref="Model.ErrorCode.NotCoordinator"/> instead.
/// </summary>
public interface ICoordinatorCommand
{
    /// <summary>The value of <see cref="CoordinatorTerm"/> that every controller accepts.</summary>
    const int AnyTerm = -1;

    /// <summary>The term of the metadata group in which the coordinator checked, or <see cref="AnyTerm"/> when nothing had to be.</summary>
    int CoordinatorTerm { get; }
}
