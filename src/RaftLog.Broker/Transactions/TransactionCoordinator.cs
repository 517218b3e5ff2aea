using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using RaftLog.Metadata;
using RaftLog.Replication;

namespace RaftLog.Broker.Transactions;

/// <summary>
/// Sees to it, on the broker that leads the metadata group, that every decided transaction ends in all of its partitions. Level-triggered: it looks at
/// the image, sends what is missing there, and tells the controller when nothing is. So the next coordinator needs no word of this one; markers that are sent
/// twice are written once. Whatever happens (the image changed, a leader changed, an answer came, a pause is over) wakes its one loop, and it looks again.
/// </summary>
internal sealed class TransactionCoordinator : ICoordinator, IAsyncDisposable
{
    private const long NoTerm = -1;

    private readonly TransactionCoordinatorOptions _options;
    private readonly MetadataStore _metadata;
    private readonly LeaderDirectory _leaders;
    private readonly ILogger _logger;
    private readonly ITimer _pause;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Channel<bool> _wakeups = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    // The term in which this broker coordinates, or NoTerm. Written by the election, read by all.
    private long _term = NoTerm;

    // The loop's alone.
    private readonly EndingTransactions _ending = new();
    private readonly MarkerSender _sender;
    private readonly CompletionReporter _reporter;
    private long _endingTerm = NoTerm;

    private IDisposable? _subscription;
    private Task _loop = Task.CompletedTask;

    public TransactionCoordinator(KafkaBrokerEnvironment environment, MarkerTransport transport)
    {
        var time = environment.Time;
        _options = environment.Options.Transactions;
        _metadata = environment.Metadata;
        _leaders = environment.Engine.Leaders;
        _logger = environment.Loggers.CreateLogger<TransactionCoordinator>();
        _pause = time.CreateTimer(_ => Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _sender = new MarkerSender(_options, _leaders, transport, time, _logger, Wake);
        _reporter = new CompletionReporter(_options, environment.Controller, time, _logger, Wake);
    }

    /// <summary>Whether this broker coordinates transactions.</summary>
    public bool IsActive => Volatile.Read(ref _term) != NoTerm;

    public void Start()
    {
        _subscription = _metadata.Subscribe(OnMetadataChanged);
        _leaders.Changed += OnLeaderChanged;
        _loop = RunAsync();
    }

    /// <inheritdoc/>
    public void BecomeCoordinator(Term term)
    {
        if (Interlocked.Exchange(ref _term, term.Value) != term.Value)
        {
            BrokerLog.TransactionCoordinatorStarted(_logger, term.Value);
            Wake();
        }
    }

    /// <inheritdoc/>
    public void Resign()
    {
        if (Interlocked.Exchange(ref _term, NoTerm) != NoTerm)
        {
            BrokerLog.TransactionCoordinatorResigned(_logger);
            Wake();
        }
    }

    /// <summary>Stops; waits for what is under way.</summary>
    public async ValueTask DisposeAsync()
    {
        Resign();
        _subscription?.Dispose();
        _leaders.Changed -= OnLeaderChanged;
        Stop();
        await _loop;
        await _sender.DrainAsync();
        await _reporter.Drained;
        await _pause.DisposeAsync();
        _stopping.Dispose();
    }

    // Not CancelAsync: it would call back on the thread pool, whatever the scheduler.
    private void Stop()
    {
        _stopping.Cancel();
        _wakeups.Writer.TryComplete();
    }

    private void Wake() => _wakeups.Writer.TryWrite(true);

    private void OnMetadataChanged(MetadataChange change)
    {
        if (IsActive && change.Transactions.Any(change.New.Transactions.Ending.Contains))
        {
            Wake();
        }
    }

    private void OnLeaderChanged(GroupId group, GroupLeader leader)
    {
        if (IsActive && !_metadata.Current.Transactions.Ending.IsEmpty)
        {
            Wake();
        }
    }

    private async Task RunAsync()
    {
        while (await _wakeups.Reader.WaitToReadAsync())
        {
            _wakeups.Reader.TryRead(out _);
            Look();
        }
    }

    private void Look()
    {
        _sender.TakeIn();
        _reporter.TakeIn();
        long term = Volatile.Read(ref _term);
        if (term != _endingTerm)
        {
            // A marker carries the term: those of another one are sent anew.
            _ending.Clear();
            _endingTerm = term;
        }

        if (term == NoTerm)
        {
            return;
        }

        var image = _metadata.Current;
        _ending.Follow(image.Transactions);
        var coordinator = new Term((int)term);
        _sender.Send(image, _ending.Waiting(coordinator));
        _reporter.Report(_ending, coordinator, _stopping.Token);
        LookAgainLater();
    }

    // Answers and news wake the loop by themselves. The longest pause is for news that never come, as of a leader that was known all along.
    private void LookAgainLater()
    {
        if (_ending.IsEmpty)
        {
            return;
        }

        TimeSpan?[] waits = [_sender.Wait, _reporter.Wait];
        var next = waits.Where(wait => wait > TimeSpan.Zero).Min() ?? _options.LongestPause;
        _pause.Change(next < _options.LongestPause ? next : _options.LongestPause, Timeout.InfiniteTimeSpan);
    }
}
