namespace RaftLog.Broker;

/// <summary>Something that the broker which leads the metadata group does for the whole cluster; tied to that by <see cref="CoordinatorElection"/>.</summary>
internal interface ICoordinator
{
    /// <summary>Starts coordinating, as the metadata group's leader of <paramref name="term"/>.</summary>
    void BecomeCoordinator(Term term);

    /// <summary>Stops coordinating; does nothing when it did not.</summary>
    void Resign();
}
