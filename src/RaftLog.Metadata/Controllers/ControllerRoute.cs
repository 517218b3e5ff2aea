using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Logging;
using RaftLog.Model;
using RaftLog.Model.Wire;
using RaftLog.Replication;

namespace RaftLog.Metadata;

/// <summary>
/// Finds the controller and repeats a call until it has answered or the time is up. Thread-safe.
/// </summary>
internal sealed class ControllerRoute : IDisposable
{
    private readonly ControllerClientOptions _options;
    private readonly MetadataEnvironment _environment;
    private readonly MetadataStore _store;
    private readonly Controller _local;
    private readonly LeaderDirectory _leaders;
    private readonly PeerRpc _rpc;
    private readonly ILogger _logger;

    // The calls under way, to be woken when the leader of the metadata group changes. By number: the order in which they are woken must not
    // hang on the addresses of objects, or no simulation could be repeated.
    private readonly ConcurrentDictionary<long, Wakeup> _calls = new();
    private long _lastCall;

    public ControllerRoute(
        ControllerClientOptions options, MetadataEnvironment environment, MetadataStore store, Controller local, LeaderDirectory leaders, PeerRpc rpc)
    {
        options.Validate();
        _options = options;
        _environment = environment;
        _store = store;
        _local = local;
        _leaders = leaders;
        _rpc = rpc;
        _logger = environment.Loggers.CreateLogger<ControllerClient>();
        _leaders.Changed += OnLeaderChanged;
    }

    /// <summary>The broker that is the controller, as far as is known here.</summary>
    public BrokerId Controller => _leaders.TryGetLeader(GroupId.Metadata, out var leader) ? leader.Leader : BrokerId.None;

    /// <summary>Calls the controller. Completes when the change is readable here, or with an error.</summary>
    public async Task<TResult> CallAsync<TCommand, TResult>(
        ControllerCommand<TCommand, TResult> kind, TCommand command, TimeSpan? timeout, CancellationToken cancellation)
        where TCommand : class, IIdentifiedWireMessage<TCommand, ControllerCommandType>
        where TResult : ControllerResult, IWireMessage<TResult>, new()
    {
        ArgumentNullException.ThrowIfNull(command);
        using var deadline = new CancellationTokenSource(timeout ?? _options.Timeout, _environment.Time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        var wakeup = new Wakeup();
        using var stopped = stop.Token.Register(wakeup.Wake);
        long call = Interlocked.Increment(ref _lastCall);
        _calls.TryAdd(call, wakeup);
        try
        {
            var result = await TryUntilAnsweredAsync(kind, command, wakeup, stop.Token);
            cancellation.ThrowIfCancellationRequested();
            await WaitUntilReadableAsync(result, stop.Token);
            return result;
        }
        finally
        {
            _calls.TryRemove(call, out _);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _leaders.Changed -= OnLeaderChanged;

    private async Task<TResult> TryUntilAnsweredAsync<TCommand, TResult>(
        ControllerCommand<TCommand, TResult> kind, TCommand command, Wakeup wakeup, CancellationToken stop)
        where TCommand : class, IIdentifiedWireMessage<TCommand, ControllerCommandType>
        where TResult : ControllerResult, IWireMessage<TResult>, new()
    {
        var pause = _options.FirstPause;
        var result = new TResult { Error = ErrorCode.RequestTimedOut, ErrorMessage = "No controller was found in time" };
        while (!stop.IsCancellationRequested)
        {
            var controller = Controller;
            if (controller != BrokerId.None && await AskAsync(kind, command, controller, wakeup, stop) is { } answer)
            {
                result = answer;
                if (answer.Error != ErrorCode.NotController)
                {
                    break;
                }
            }

            await PauseAsync(pause, controller, wakeup, stop);
            pause = pause * 2 < _options.LongestPause ? pause * 2 : _options.LongestPause;
        }

        return result;
    }

    // Null when no answer came before the time was up or another broker became the controller: one that hangs (rather than dies, which
    // breaks the connection) is deposed long before the try times out.
    private async Task<TResult?> AskAsync<TCommand, TResult>(
        ControllerCommand<TCommand, TResult> kind, TCommand command, BrokerId controller, Wakeup wakeup, CancellationToken stop)
        where TCommand : class, IIdentifiedWireMessage<TCommand, ControllerCommandType>
        where TResult : ControllerResult, IWireMessage<TResult>, new()
    {
        var answer = controller == _environment.Broker ? AskHereAsync(kind, command) : AskThereAsync<TCommand, TResult>(command, controller);
        answer.GetAwaiter().UnsafeOnCompleted(wakeup.Wake);
        while (!answer.IsCompleted && !stop.IsCancellationRequested && Controller == controller)
        {
            await wakeup.WaitAsync();
        }

        return answer.IsCompleted ? await answer : null;
    }

    private async Task<TResult?> AskHereAsync<TCommand, TResult>(ControllerCommand<TCommand, TResult> kind, TCommand command)
        where TCommand : class, IIdentifiedWireMessage<TCommand, ControllerCommandType>
        where TResult : ControllerResult, IWireMessage<TResult>, new() => await _local.ExecuteAsync(kind, command);

    private async Task<TResult?> AskThereAsync<TCommand, TResult>(TCommand command, BrokerId controller)
        where TCommand : class, IIdentifiedWireMessage<TCommand, ControllerCommandType>
        where TResult : ControllerResult, IWireMessage<TResult>, new()
    {
        var reply = await _rpc.CallAsync(controller, ControllerRpc.Kind, ControllerRpc.EncodeRequest(command), _options.TryTimeout);
        if (reply.IsOk)
        {
            return ControllerRpc.DecodeResult<TCommand, TResult>(reply.Payload);
        }

        MetadataLog.CallFailed(_logger, controller, TCommand.MessageId, reply.Status);
        return reply.Status == RpcStatus.HandlerFailed
            ? new TResult { Error = ErrorCode.UnknownServerError, ErrorMessage = Encoding.UTF8.GetString(reply.Payload.Span) }
            : null;
    }

    // Cut short when another broker becomes the controller.
    private async Task PauseAsync(TimeSpan pause, BrokerId controller, Wakeup wakeup, CancellationToken stop)
    {
        // The timer's own word, not the clock's: a timer may be a little early by the clock, and it comes only once.
        bool isOver = false;
        await using var timer = _environment.Time.CreateTimer(
            _ =>
            {
                Volatile.Write(ref isOver, true);
                wakeup.Wake();
            },
            null,
            pause,
            Timeout.InfiniteTimeSpan);
        while (!Volatile.Read(ref isOver) && !stop.IsCancellationRequested && Controller == controller)
        {
            await wakeup.WaitAsync();
        }
    }

    private async Task WaitUntilReadableAsync(ControllerResult result, CancellationToken stop)
    {
        if (!result.IsSuccess)
        {
            return;
        }

        try
        {
            await _store.WaitForAsync(result.Index, stop);
        }
        catch (OperationCanceledException)
        {
            // The change is committed all the same, and this broker will see it a little later.
        }
    }

    private void OnLeaderChanged(GroupId group, GroupLeader leader)
    {
        if (group == GroupId.Metadata)
        {
            foreach (var (_, call) in _calls)
            {
                call.Wake();
            }
        }
    }
}
