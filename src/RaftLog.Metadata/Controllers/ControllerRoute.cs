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

    // Completed and replaced whenever the leader of the metadata group changes.
    private TaskCompletionSource _leaderChanged = new(TaskCreationOptions.RunContinuationsAsynchronously);

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
        var pause = _options.FirstPause;
        var result = new TResult { Error = ErrorCode.RequestTimedOut, ErrorMessage = "No controller was found in time" };
        while (!stop.IsCancellationRequested)
        {
            // Taken before the try, so that a change during it cuts the pause after it short.
            var leaderChanged = Volatile.Read(ref _leaderChanged).Task;
            if (await TryAsync(kind, command, leaderChanged, stop.Token) is { } answer)
            {
                result = answer;
                if (answer.Error != ErrorCode.NotController)
                {
                    break;
                }
            }

            await Task.WhenAny(Task.Delay(pause, _environment.Time, stop.Token), leaderChanged);
            pause = pause * 2 < _options.LongestPause ? pause * 2 : _options.LongestPause;
        }

        cancellation.ThrowIfCancellationRequested();
        await WaitUntilReadableAsync(result, stop.Token);
        return result;
    }

    /// <inheritdoc/>
    public void Dispose() => _leaders.Changed -= OnLeaderChanged;

    // One try: null when there was nobody to ask, or no answer.
    private async Task<TResult?> TryAsync<TCommand, TResult>(
        ControllerCommand<TCommand, TResult> kind, TCommand command, Task leaderChanged, CancellationToken stop)
        where TCommand : class, IIdentifiedWireMessage<TCommand, ControllerCommandType>
        where TResult : ControllerResult, IWireMessage<TResult>, new()
    {
        var controller = Controller;
        if (controller == BrokerId.None)
        {
            return null;
        }

        if (controller == _environment.Broker)
        {
            var local = _local.ExecuteAsync(kind, command);
            return await FirstAsync(local, stop) ? await local : null;
        }

        // A controller that hangs (rather than dies, which breaks the connection) is deposed before the try times out.
        var call = _rpc.CallAsync(controller, ControllerRpc.Kind, ControllerRpc.EncodeRequest(command), _options.TryTimeout);
        if (await Task.WhenAny(call, leaderChanged, WhenCancelledAsync(stop)) != call)
        {
            return null;
        }

        var reply = await call;
        if (reply.IsOk)
        {
            return ControllerRpc.DecodeResult<TCommand, TResult>(reply.Payload);
        }

        MetadataLog.CallFailed(_logger, controller, TCommand.MessageId, reply.Status);
        return reply.Status == RpcStatus.HandlerFailed
            ? new TResult { Error = ErrorCode.UnknownServerError, ErrorMessage = System.Text.Encoding.UTF8.GetString(reply.Payload.Span) }
            : null;
    }

    private async Task WaitUntilReadableAsync(ControllerResult result, CancellationToken stop)
    {
        if (result.IsSuccess)
        {
            // Not in time: the change is committed all the same, and this broker will see it a little later.
            await FirstAsync(_store.WaitForAsync(result.Index, stop), stop);
        }
    }

    private static async Task<bool> FirstAsync(Task task, CancellationToken stop) => await Task.WhenAny(task, WhenCancelledAsync(stop)) == task;

    private static Task WhenCancelledAsync(CancellationToken token)
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        token.Register(() => cancelled.TrySetResult());
        return cancelled.Task;
    }

    private void OnLeaderChanged(GroupId group, GroupLeader leader)
    {
        if (group == GroupId.Metadata)
        {
            Interlocked.Exchange(ref _leaderChanged, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
        }
    }
}
