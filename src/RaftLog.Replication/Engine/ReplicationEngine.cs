using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using RaftLog.Model;
using RaftLog.Storage;

namespace RaftLog.Replication;

/// <summary>
/// All replicas of one broker: the shards that drive them, the transport between brokers, and what the brokers tell each other about leaders.
/// Made first, then the flusher (which reports to <see cref="FlushListener"/>), then the logs. Thread-safe, except for <see cref="Poll"/>.
/// </summary>
public sealed class ReplicationEngine : IAsyncDisposable
{
    private readonly ReplicationEnvironment _environment;
    private readonly ShardServices _services;
    private readonly ShardLoop[] _shards;
    private readonly ConcurrentDictionary<GroupId, RaftGroup> _groups = new();
    private readonly PeerRouter _router;
    private readonly Lock _lock = new(); // Guards the random source, and opening against stopping.
    private ShardDriver[] _drivers = [];
    private bool _isStopping;
    private volatile bool _hasStopped;

    /// <summary>Creates an engine that does nothing yet.</summary>
    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    public ReplicationEngine(ReplicationOptions options, ReplicationEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(environment);
        options.Validate();
        _environment = environment;
        Rpc = new PeerRpc(environment, options);
        _services = new ShardServices
        {
            Broker = environment.Broker,
            Options = options,
            RecordsRaft = options.Raft with { NotifyCommitAtOnce = false },
            Time = environment.Time,
            Clock = new ShardClock(environment.Time),
            Transport = environment.Transport,
            Background = new BackgroundWorker("replication-io"),
            Upkeep = new BackgroundWorker("log-upkeep", isNice: true),
            CatchUpBudget = new ByteBudget(options.CatchUpBytes),
            ShippingBudget = new ByteBudget(options.ShippingBytes),
            RecoveryRate = new RecoveryRate(options.RecoveryBytesPerSecond),
            Leaders = Leaders,
            Peers = new PeerSet(),
            Metrics = new ReplicationMetrics(environment.Meters, CountGroups),
            Logger = environment.Loggers.CreateLogger<ReplicationEngine>(),
        };
        _shards = new ShardLoop[options.Shards > 0 ? options.Shards : Environment.ProcessorCount];
        for (int i = 0; i < _shards.Length; i++)
        {
            _shards[i] = new ShardLoop(i, _services);
        }

        _router = new PeerRouter(_services, _shards, _groups, Rpc);
        FlushListener = new FlushRouter(_shards, _groups);
    }

    /// <summary>Who leads which group.</summary>
    public LeaderDirectory Leaders { get; } = new();

    /// <summary>Requests between brokers. Register handlers before <see cref="Start"/>.</summary>
    public PeerRpc Rpc { get; }

    /// <summary>What the flusher of this broker's logs must report to.</summary>
    public IFlushListener FlushListener { get; }

    /// <summary>The groups that are open here.</summary>
    public IEnumerable<GroupHandle> Groups => _groups.Values.Select(group => group.Handle);

    /// <summary>The replicas that are open here, for a simulation that looks into their cores between two turns.</summary>
    internal IEnumerable<RaftGroup> OpenGroups => _groups.Values;

    /// <summary>How many bytes of segments a second are sent to replicas that are far behind, as the options say it; 0 is no limit.</summary>
    public long ConfiguredRecoveryRate => _services.Options.RecoveryBytesPerSecond;

    /// <summary>Sends so many bytes of segments a second at most from now on, over all groups; 0 is no limit.</summary>
    public void LimitRecovery(long bytesPerSecond) => _services.RecoveryRate.Change(bytesPerSecond);

    /// <summary>Begins to listen, to connect and to drive the groups on threads of its own.</summary>
    public void Start()
    {
        StartPolled();
        _services.Background.Start();
        _services.Upkeep.Start();
        _drivers = [.. _shards.Select(shard => shard.Start())];
    }

    /// <summary>Begins to listen and to connect; the groups are driven by calls of <see cref="Poll"/> instead of threads. For simulations.</summary>
    public void StartPolled() => _services.Transport.Start(_router);

    /// <summary>One piece of each kind of background work and one turn of every shard. Only after <see cref="StartPolled"/>, by one thread.</summary>
    /// <returns>After how long there is something to do again unless something arrives before; zero when at once, infinite once stopped.</returns>
    public TimeSpan Poll()
    {
        if (_hasStopped)
        {
            return Timeout.InfiniteTimeSpan;
        }

        bool hasMore = _services.Background.RunOne();
        hasMore |= _services.Upkeep.RunOne();
        TimeSpan wait = TimeSpan.MaxValue;
        foreach (ShardLoop shard in _shards)
        {
            TimeSpan shardWait = shard.Poll();
            wait = shardWait < wait ? shardWait : wait;
        }

        return hasMore || !_services.Background.IsIdle || !_services.Upkeep.IsIdle ? TimeSpan.Zero : wait;
    }

    /// <summary>States the whole set of other brokers of the cluster.</summary>
    public void SetPeers(IReadOnlyCollection<PeerAddress> peers)
    {
        _services.Peers.Replace(peers.Select(peer => peer.Broker).Where(broker => broker != _environment.Broker));
        _services.Transport.SetPeers(peers);
    }

    /// <summary>
    /// Runs a replica of a group. Reads configurations and, for commands, the latest snapshot from disk before it returns; committed commands
    /// behind that are applied as the group learns what is committed.
    /// </summary>
    /// <exception cref="LogCorruptException">The log or the snapshot is damaged.</exception>
    /// <exception cref="InvalidOperationException">The group is open already, or the engine is stopping.</exception>
    public GroupHandle OpenGroup(GroupOpening opening)
    {
        ArgumentNullException.ThrowIfNull(opening);
        GroupRecovery recovered = GroupRecovery.Recover(opening);
        lock (_lock)
        {
            if (_isStopping || _groups.ContainsKey(opening.Id))
            {
                throw new InvalidOperationException(_isStopping ? "The engine is stopping." : $"{opening.Name} ({opening.Id}) is open already.");
            }

            ShardLoop shard = _shards[(int)((ulong)opening.Id.Value % (ulong)_shards.Length)];
            var group = new RaftGroup(opening, recovered, shard, new Random(_environment.Random.Next()));

            opening.Opened?.Invoke(group.Handle);

            // Findable before its shard hears of it: the first vote may be flushed, and reported by the group's id, before the post returns.
            _groups[opening.Id] = group;
            shard.Mailbox.Post(new Mail(MailKind.GroupOpened, group));
            return group.Handle;
        }
    }

    /// <summary>The open group of that id, or null.</summary>
    public GroupHandle? FindGroup(GroupId group) => _groups.TryGetValue(group, out RaftGroup? found) ? found.Handle : null;

    /// <summary>Closes a group here and its log; the files stay. Completes when no thread touches them any more.</summary>
    public async Task CloseGroupAsync(GroupId group)
    {
        if (_groups.TryGetValue(group, out RaftGroup? found))
        {
            await found.CloseAsync();
            _groups.TryRemove(new KeyValuePair<GroupId, RaftGroup>(group, found));
        }
    }

    /// <summary>Hands over the leadership of every group led here; gives up after <paramref name="timeout"/>.</summary>
    /// <returns>How many groups with other voters are still led here.</returns>
    public async Task<int> TransferAllLeadershipsAsync(TimeSpan timeout)
    {
        using var deadline = new Deadline(_environment.Time, timeout);
        Task[] transfers = [.. _groups.Values.Where(IsTransferable).Select(group => TransferLeadershipAsync(group.Handle))];
        foreach (Task transfer in transfers)
        {
            // What is left when the time is up is counted below.
            await deadline.WaitAsync(transfer);
        }

        return _groups.Values.Count(IsTransferable);
    }

    /// <summary>Closes all groups, then the transport; completes when no thread of the engine runs any more. A polled engine must be polled meanwhile.</summary>
    public async Task StopAsync()
    {
        lock (_lock)
        {
            if (_isStopping)
            {
                return;
            }

            _isStopping = true;
        }

        Task[] closings = [.. _groups.Keys.Select(CloseGroupAsync)];
        foreach (Task closing in closings)
        {
            await closing;
        }

        Rpc.Dispose();
        await _services.Transport.StopAsync();
        _hasStopped = true;
        foreach (ShardDriver driver in _drivers)
        {
            driver.Dispose();
        }

        _services.Background.Dispose();
        _services.Upkeep.Dispose();
        foreach (ShardLoop shard in _shards)
        {
            shard.Dispose();
        }

        _services.Metrics.Dispose();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await StopAsync();

    private static async Task TransferLeadershipAsync(GroupHandle group) => await group.TransferLeadershipAsync();

    // A group of one has nobody to hand over to.
    private static bool IsTransferable(RaftGroup group) => group.Handle.Status.IsLeader && group.Handle.Configuration.Voters.Length > 1;

    private (int Groups, int Leaders) CountGroups()
    {
        int groups = 0;
        int leaders = 0;
        foreach (RaftGroup group in _groups.Values)
        {
            groups++;
            leaders += group.Handle.Status.IsLeader ? 1 : 0;
        }

        return (groups, leaders);
    }
}
