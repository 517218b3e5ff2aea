using RaftLog.Model;
using RaftLog.Storage;

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

    /// <summary>What the flusher of this broker's logs must report to; so the engine is made before the flusher, and the flusher before any log.</summary>
    public IFlushListener FlushListener => throw new NotSupportedException();

    /// <summary>Begins to listen, to connect and to drive the groups on threads of its own.</summary>
    public void Start() => throw new NotSupportedException();

    /// <summary>Begins to listen and to connect; the groups are driven by calls of <see cref="Poll"/> instead of threads. For simulations.</summary>
    public void StartPolled() => throw new NotSupportedException();

    /// <summary>One turn of every shard and one piece of background work each. Only after <see cref="StartPolled"/>, by one thread.</summary>
    /// <returns>After how long there is something to do again unless something arrives before; zero when at once.</returns>
    public TimeSpan Poll() => throw new NotSupportedException();

    /// <summary>
    /// Runs a replica of a group. Reads configurations and, for commands, the latest snapshot from disk before it returns; committed commands
    /// behind that are applied as the group learns what is committed.
    /// </summary>
    /// <exception cref="LogCorruptException">The log or the snapshot is damaged.</exception>
    public GroupHandle OpenGroup(GroupOpening opening) => throw new NotSupportedException(opening.ToString());

    /// <summary>The open group of that id, or null.</summary>
    public GroupHandle? FindGroup(GroupId group) => throw new NotSupportedException(group.ToString());

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
