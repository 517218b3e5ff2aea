using RaftLog.Storage;

namespace RaftLog.Server.Node;

/// <summary>Whether a broker is ready for clients, and if not, what it waits for.</summary>
/// <param name="IsReady">Whether clients are served as they should be.</param>
/// <param name="State">Where the broker stands, in one word.</param>
/// <param name="WaitingFor">What is missing; empty when ready.</param>
public sealed record NodeStatus(bool IsReady, string State, IReadOnlyList<string> WaitingFor)
{
    /// <summary>
    /// How many replicas of this broker are lost and not rebuilt yet. It serves all others meanwhile; but while there are any, the cluster can do
    /// without fewer brokers than it should.
    /// </summary>
    public int LostReplicas { get; init; }

    /// <summary>How many logs here are closed because their disk failed; they are opened again when it takes writes.</summary>
    public int OfflineLogs { get; init; }

    /// <summary>The log directories of this broker that cannot be used. It serves what is in the others.</summary>
    public IReadOnlyList<OfflineDirectory> OfflineDirectories { get; init; } = [];

    /// <summary>How many replicas of this broker lie in log directories that could not be opened at its start.</summary>
    public int OfflineReplicas { get; init; }
}
