using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>
/// Decides requests while this broker leads the metadata group. One task takes the waiting requests, decides them one after the other
/// (<see cref="ControllerTurn"/>), appends their records as one entry and answers when it is committed and applied here; meanwhile the
/// next ones gather. With one entry under way at a time every decision rests on committed state and on its own turn alone: an append
/// that fails takes no later decision with it. Thread-safe.
/// </summary>
internal sealed class Controller : IAsyncDisposable
{
    private const long NoTerm = -1;

    private readonly ControllerOptions _options;
    private readonly MetadataEnvironment _environment;
    private readonly MetadataStore _store;
    private readonly ConfigResolver _configs;
    private readonly CommandAppender _append;
    private readonly Func<ValueTask<bool>> _confirmLeadership;
    private readonly MetadataMembership _membership;
    private readonly MetadataMetrics _metrics;
    private readonly BrokerSessions _sessions;
    private readonly ILogger _logger;
    private readonly Channel<PendingRequest> _requests;
    private readonly ITimer _sessionCheck;
    private readonly ITimer _transactionCheck;
    private readonly Task _turns;

    // The term in which this broker leads, or NoTerm. Written on the group's shard thread, read by all.
    private long _activeTerm = NoTerm;

    // The term that _sessions belongs to; only the task of the turns uses it.
    private long _sessionsTerm = NoTerm;

    public Controller(
        ControllerOptions options,
        MetadataEnvironment environment,
        MetadataStore store,
        ConfigResolver configs,
        CommandAppender append,
        Func<ValueTask<bool>> confirmLeadership,
        MetadataMembership membership,
        MetadataMetrics metrics)
    {
        options.Validate();
        _options = options;
        _environment = environment;
        _store = store;
        _configs = configs;
        _append = append;
        _confirmLeadership = confirmLeadership;
        _membership = membership;
        _metrics = metrics;
        _sessions = new BrokerSessions(environment.Time, options.SessionTimeout);
        _logger = environment.Loggers.CreateLogger<Controller>();
        _requests = Channel.CreateBounded<PendingRequest>(new BoundedChannelOptions(options.MaxWaitingRequests) { SingleReader = true });
        _sessionCheck = Check(() => new FenceSilentBrokers());
        _transactionCheck = Check(() => new ExpireTransactions());
        _turns = Task.Factory.StartNew(RunTurnsAsync, CancellationToken.None, TaskCreationOptions.None, environment.Scheduler).Unwrap();
    }

    /// <summary>Whether this broker is the controller, as far as it knows.</summary>
    public bool IsActive => Volatile.Read(ref _activeTerm) != NoTerm;

    /// <summary>This broker leads now, and has applied everything that was committed before its term.</summary>
    public void Activate(Term term)
    {
        MetadataLog.BecameController(_logger, term.Value);
        Volatile.Write(ref _activeTerm, term.Value);

        // The first request begins the first turn, which writes what every cluster must have.
        _requests.Writer.TryWrite(new FenceSilentBrokers());
        _sessionCheck.Change(_options.SessionCheckInterval, _options.SessionCheckInterval);
        _transactionCheck.Change(_options.TransactionCheckInterval, _options.TransactionCheckInterval);
    }

    /// <summary>This broker leads no longer. What is under way may still be committed by the next leader.</summary>
    public void Deactivate()
    {
        if (Interlocked.Exchange(ref _activeTerm, NoTerm) != NoTerm)
        {
            MetadataLog.NoLongerController(_logger);
            _sessionCheck.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _transactionCheck.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Decides a request; completes when it is committed and applied here, or fails with <see cref="ErrorCode.NotController"/>.</summary>
    public Task<TResult> ExecuteAsync<TCommand, TResult>(ControllerCommand<TCommand, TResult> kind, TCommand command)
        where TCommand : class, IIdentifiedWireMessage<TCommand, ControllerCommandType>
        where TResult : ControllerResult, IWireMessage<TResult>, new()
    {
        var request = new PendingCommand<TCommand, TResult>(kind, command);
        if (!IsActive)
        {
            request.Fail(ErrorCode.NotController, NotController);
        }
        else if (!_requests.Writer.TryWrite(request))
        {
            request.Fail(ErrorCode.RequestTimedOut, "The controller has too many requests waiting, or is stopping");
        }

        return request.Completion;
    }

    /// <summary>Ends the turns; requests that wait are answered that this is not the controller.</summary>
    public async ValueTask DisposeAsync()
    {
        Deactivate();
        _requests.Writer.TryComplete();
        await _sessionCheck.DisposeAsync();
        await _transactionCheck.DisposeAsync();
        await _turns;
    }

    private static string NotController => "This broker is not the controller";

    private async Task RunTurnsAsync()
    {
        while (await _requests.Reader.WaitToReadAsync())
        {
            long term = Volatile.Read(ref _activeTerm);
            if (term == NoTerm)
            {
                RefuseWaiting();
            }
            else
            {
                await RunTurnAsync(new Term((int)term));
            }
        }
    }

    private void RefuseWaiting()
    {
        while (_requests.Reader.TryRead(out var request))
        {
            request.Fail(ErrorCode.NotController, NotController);
        }
    }

    private async Task RunTurnAsync(Term term)
    {
        var turn = Gather(term);
        try
        {
            await CommitAsync(turn, term);
            if (IsActive)
            {
                _membership.Reconcile(_store.Current, term);
            }
        }
#pragma warning disable CA1031 // The turns go on whatever one of them met, or nobody would be the controller without anybody knowing.
        catch (Exception defect)
#pragma warning restore CA1031
        {
            MetadataLog.RequestFailed(_logger, defect);
            turn.Fail(ErrorCode.UnknownServerError, "The controller failed on the request; its log has the reason");
        }
    }

    // Nothing is to be committed, and so nothing shows that this broker still is the controller, unless it asks.
    private async Task AnswerAsync(ControllerTurn turn, Term term)
    {
        if (!turn.NeedsConfirmation || (await _confirmLeadership() && Volatile.Read(ref _activeTerm) == term.Value))
        {
            turn.Complete(_store.Current.Index);
            return;
        }

        turn.Fail(ErrorCode.NotController, NotController);
    }

    private ITimer Check(Func<PendingRequest> request) =>
        _environment.Time.CreateTimer(_ => _requests.Writer.TryWrite(request()), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    private ControllerTurn Gather(Term term)
    {
        // Nothing is under way, so the committed image is all there is to decide by.
        var image = _store.Current;
        if (_sessionsTerm != term.Value)
        {
            _sessions.Restart(image);
            _sessionsTerm = term.Value;
        }

        var context = new ControlContext(image, _configs, _sessions, _environment.ClusterId, _environment.Random, _environment.Time.GetUtcNow(), term);
        var turn = new ControllerTurn(context, _options, _logger);
        while (turn.HasRoom && _requests.Reader.TryRead(out var request))
        {
            turn.Add(request);
        }

        return turn;
    }

    private async Task CommitAsync(ControllerTurn turn, Term term)
    {
        if (turn.Records.Count == 0)
        {
            await AnswerAsync(turn, term);
            return;
        }

        var outcome = await _append(MetadataEntry.Encode(turn.Records), term);
        if (outcome.IsSuccess)
        {
            _metrics.EntryCommitted(turn.RequestCount);
            turn.Complete(outcome.Index);
            return;
        }

        MetadataLog.EntryNotCommitted(_logger, outcome.Status, turn.RequestCount);
        turn.Fail(ErrorCode.NotController, $"The change was not committed ({outcome.Status}); the next controller may have it");
    }
}
