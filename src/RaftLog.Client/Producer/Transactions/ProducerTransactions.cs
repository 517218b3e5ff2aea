using RaftLog.Client.Network;

namespace RaftLog.Client;

/// <summary>The transactions of a producer, from the calls of its user to the coordinators. One call at a time.</summary>
internal sealed class ProducerTransactions : IAsyncDisposable
{
    // KIP-890, as clients see it; KIP-1022 for the name.
    private const short FirstVersionThatAddsImplicitly = 2;

    private readonly TransactionRequests _requests;
    private readonly short _highestVersion;
    private int _inUse;

    public ProducerTransactions(ProducerOptions options, ClusterClient cluster, Action wakeSender)
    {
        _requests = new TransactionRequests(options, cluster, Session);
        _highestVersion = options.HighestTransactionVersion;
        Adding = new PartitionAdding(Session, _requests, wakeSender);
    }

    public TransactionSession Session { get; } = new();

    public PartitionAdding Adding { get; }

    public async Task InitializeAsync(CancellationToken cancellationToken)
    {
        using Use use = Enter();
        if (Session.State != TransactionState.New)
        {
            throw new InvalidOperationException("The producer's transactions are initialized once.");
        }

        short version = await _requests.TransactionVersionAsync(cancellationToken).ConfigureAwait(false);
        ProducerIdentity identity = await _requests.InitializeAsync(ProducerIdentity.None, cancellationToken).ConfigureAwait(false);
        Session.Initialized(identity, addsImplicitly: Math.Min(version, _highestVersion) >= FirstVersionThatAddsImplicitly);
    }

    public async Task SendOffsetsAsync(
        IReadOnlyCollection<TopicPartitionOffset> offsets, ConsumerGroupMetadata group, CancellationToken cancellationToken)
    {
        using Use use = Enter();
        Session.RequireOpen();
        if (offsets.Count == 0)
        {
            return;
        }

        if (!Session.AddsImplicitly && !Session.Has(group.GroupId))
        {
            await _requests.AddGroupAsync(group.GroupId, cancellationToken).ConfigureAwait(false);
            Session.Added(group.GroupId);
        }

        await _requests.CommitOffsetsAsync(offsets, group, cancellationToken).ConfigureAwait(false);
        Session.Added(group.GroupId);
    }

    /// <summary>Commits what <paramref name="flush"/> has delivered.</summary>
    public async Task CommitAsync(Func<CancellationToken, Task> flush, CancellationToken cancellationToken)
    {
        using Use use = Enter();
        Session.BeginCommit();
        await FlushAsync(flush, cancellationToken).ConfigureAwait(false);
        Session.ThrowIfFailed();
        await EndAsync(commit: true, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Drops what is not sent, waits with <paramref name="flush"/> for what is under way, and aborts.</summary>
    public async Task AbortAsync(Func<CancellationToken, Task> flush, CancellationToken cancellationToken)
    {
        using Use use = Enter();
        Session.BeginAbort();
        await FlushAsync(flush, cancellationToken).ConfigureAwait(false);
        await EndAsync(commit: false, cancellationToken).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => Adding.DisposeAsync();

    private static async Task FlushAsync(Func<CancellationToken, Task> flush, CancellationToken cancellationToken)
    {
        try
        {
            await flush(cancellationToken).ConfigureAwait(false);
        }
        catch (RaftLogException)
        {
            // The session knows of every batch that was given up.
        }
    }

    private async Task EndAsync(bool commit, CancellationToken cancellationToken)
    {
        ProducerIdentity before = Session.Identity;
        ProducerIdentity next = Session.MayHaveBegun ? await _requests.EndAsync(commit, cancellationToken).ConfigureAwait(false) : before;
        if (Session.NeedsNewEpoch && next == before)
        {
            next = await _requests.InitializeAsync(before, cancellationToken).ConfigureAwait(false);
        }

        Session.Ended(next);
    }

    private Use Enter()
    {
        if (Interlocked.Exchange(ref _inUse, 1) != 0)
        {
            throw new InvalidOperationException("The producer's transaction is in use by another call; await it first.");
        }

        return new Use(this);
    }

    private readonly struct Use(ProducerTransactions owner) : IDisposable
    {
        public void Dispose() => Volatile.Write(ref owner._inUse, 0);
    }
}
