namespace RaftLog.Client;

/// <summary>
/// Keeps this member in its group, by one protocol or the other. Changes of the assignment are handed to the consuming caller as
/// <see cref="RebalanceStep"/>s.
/// </summary>
internal interface IGroupMembership : IAsyncDisposable
{
    /// <summary>The place in the group that commits are made under.</summary>
    GroupGeneration Generation { get; }

    /// <summary>The step that waits for the consuming caller; null when there is none.</summary>
    RebalanceStep? PendingStep { get; }

    void Start();

    /// <summary>Called by the consuming caller when the pending step is carried out.</summary>
    void StepDone(RebalanceStep step);

    /// <summary>Stops the loop; the member stays in the group until it leaves or its session expires.</summary>
    Task StopAsync();

    /// <summary>Leaves the group, so that the others need not wait for the session to expire.</summary>
    Task LeaveAsync();
}
