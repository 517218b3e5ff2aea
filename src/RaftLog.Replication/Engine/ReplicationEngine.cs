using RaftLog.Model;

namespace RaftLog.Replication;

/// <summary>
/// All replicas of one broker: the shards that drive them, the transport between brokers, and what the brokers tell each other about leaders.
/// </summary>
public sealed class ReplicationEngine : IAsyncDisposable
{
    /// <summary>Creates an engine that does nothing yet.</summary>
    public ReplicationEngine(ReplicationOptions options, ReplicationEnvironment environment)
    {
        options.Validate();
        Rpc = new PeerRpc(environment, options);
    }

    /// <summary>Who leads which group.</summary>
    public LeaderDirectory Leaders { get; } = new();

    /// <summary>Requests between brokers. Register handlers before <see cref="Start"/>.</summary>
    public PeerRpc Rpc { get; }

    /// <summary>Begins to listen, to connect and to drive the groups on threads of its own.</summary>
    public void Start() => throw new NotSupportedException();

    /// <summary>States the whole set of other brokers of the cluster.</summary>
    public void SetPeers(IReadOnlyCollection<PeerAddress> peers) => throw new NotSupportedException(peers.ToString());

    /// <summary>Closes a group here; its files stay. Completes when no thread touches its log any more.</summary>
    public Task CloseGroupAsync(GroupId group) => throw new NotSupportedException(group.ToString());

    /// <summary>Hands over the leadership of every group led here; gives up after <paramref name="timeout"/>.</summary>
    /// <returns>How many groups are still led here.</returns>
    public Task<int> TransferAllLeadershipsAsync(TimeSpan timeout) => throw new NotSupportedException(timeout.ToString());

    /// <summary>Closes all groups, then the transport; completes when no thread of the engine runs any more.</summary>
    public Task StopAsync() => throw new NotSupportedException();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await StopAsync();
}
