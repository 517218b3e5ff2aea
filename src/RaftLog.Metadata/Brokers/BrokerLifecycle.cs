using Microsoft.Extensions.Logging;
using RaftLog.Model;

namespace RaftLog.Metadata;

/// <summary>
/// Keeps this broker's place in the cluster: registers it, says regularly that it lives, registers it again when the controller does not
/// know it any more, and announces that it is about to stop. Thread-safe.
/// </summary>
public sealed class BrokerLifecycle : IAsyncDisposable
{
    private const long NotRegistered = -1;

    private readonly BrokerLifecycleOptions _options;
    private readonly MetadataEnvironment _environment;
    private readonly BrokerIdentity _identity;
    private readonly ControllerClient _controller;
    private readonly MetadataStore _store;
    private readonly Guid _incarnation;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Task _life = Task.CompletedTask;

    // Both are written by the task of the life, and by AnnounceShutdownAsync and DisposeAsync after it has ended; read by all.
    private volatile BrokerState _state = BrokerState.Starting;
    private long _epoch = NotRegistered;

    // The replica of the metadata group here, as it is, and as it was registered last; the second is of the life only.
    private ulong _metadataReplica;
    private ulong _registeredReplica;

    /// <summary>Prepares the life of a broker; <see cref="Start"/> begins it.</summary>
    public BrokerLifecycle(BrokerLifecycleOptions options, MetadataEnvironment environment, BrokerIdentity identity, ControllerClient controller, MetadataStore store)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(environment);
        options.Validate();
        _options = options;
        _environment = environment;
        _identity = identity;
        _metadataReplica = identity.MetadataReplica.Value;
        _controller = controller;
        _store = store;
        _incarnation = RandomId.Next(environment.Random);
        _logger = environment.Loggers.CreateLogger<BrokerLifecycle>();
    }

    /// <summary>Drawn for this process: tells its registration in the image from that of an earlier one.</summary>
    public Guid IncarnationId => _incarnation;

    /// <summary>Where this broker stands.</summary>
    public BrokerState State => _state;

    /// <summary>Whether the cluster takes this broker for live.</summary>
    public bool IsReady => State == BrokerState.Ready;

    /// <summary>The epoch of the present registration; -1 before the first.</summary>
    public long Epoch => Volatile.Read(ref _epoch);

    /// <summary>Completes when this broker is ready for the first time; cancelled when it is stopped before.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Begins to register and to say that this broker lives.</summary>
    public void Start() =>
        _life = Task.Factory.StartNew(LiveAsync, CancellationToken.None, TaskCreationOptions.None, _environment.Scheduler).Unwrap();

    /// <summary>
    /// The replica of the metadata group here has been given up for an empty one: registers this broker anew, so that the group takes that one in. Any thread.
    /// </summary>
    public void ReplaceMetadataReplica(DirectoryId replica) => Volatile.Write(ref _metadataReplica, replica.Value);

    /// <summary>
    /// Ends the heartbeats and tells the controller that this broker is about to stop, so that nothing new is placed on it. To be called before leaderships
    /// are handed over.
    /// </summary>
    /// <returns>Whether the controller knows now.</returns>
    public async Task<bool> AnnounceShutdownAsync(TimeSpan timeout)
    {
        await EndLifeAsync();
        _state = BrokerState.ShuttingDown;
        if (Epoch == NotRegistered)
        {
            return false;
        }

        var result = await _controller.HeartbeatAsync(Heartbeat(wantsShutdown: true), timeout);
        if (result is { IsSuccess: true, MayShutDown: true })
        {
            MetadataLog.ShutdownAnnounced(_logger);
            return true;
        }

        MetadataLog.ShutdownNotAnnounced(_logger, result.Error);
        return false;
    }

    /// <summary>Ends the heartbeats; the controller will miss this broker after the session timeout.</summary>
    public async ValueTask DisposeAsync()
    {
        await EndLifeAsync();
        _state = BrokerState.Stopped;
        _stop.Dispose();
    }

    private async Task EndLifeAsync()
    {
        if (State != BrokerState.Stopped)
        {
            RequestStop();
        }

        await _life;
        _ready.TrySetCanceled();
    }

    // Not CancelAsync: it would call back on the thread pool, whatever the scheduler.
    private void RequestStop() => _stop.Cancel();

    private async Task LiveAsync()
    {
        try
        {
            while (true)
            {
                await RegisterAsync();
                await BeatAsync();
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The regular end.
        }
#pragma warning disable CA1031 // Nobody awaits this task before the end, so a defect would pass unseen.
        catch (Exception defect)
#pragma warning restore CA1031
        {
            MetadataLog.LifeEnded(_logger, defect);
            _state = BrokerState.Fenced;
        }
    }

    private async Task RegisterAsync()
    {
        while (true)
        {
            var registration = Registration();
            _registeredReplica = registration.MetadataReplica.Value;
            var result = await _controller.RegisterBrokerAsync(registration, _options.CallTimeout, _stop.Token);
            if (result.IsSuccess)
            {
                Volatile.Write(ref _epoch, result.BrokerEpoch);
                _state = BrokerState.Fenced;
                MetadataLog.Registered(_logger, result.BrokerEpoch, _incarnation);
                return;
            }

            // Without a controller the call has waited already.
            if (result.Error is not (ErrorCode.NotController or ErrorCode.RequestTimedOut))
            {
                MetadataLog.RegistrationRefused(_logger, result.Error, result.ErrorMessage);
                await Task.Delay(_options.RefusedPause, _environment.Time, _stop.Token);
            }
        }
    }

    // Until the controller does not know the registration any more, or there is another one to make.
    private async Task BeatAsync()
    {
        while (Volatile.Read(ref _metadataReplica) == _registeredReplica)
        {
            var result = await _controller.HeartbeatAsync(Heartbeat(wantsShutdown: false), _options.CallTimeout, _stop.Token);
            switch (result.Error)
            {
                case ErrorCode.None:
                    TakeStanding(result);
                    break;
                case ErrorCode.StaleBrokerEpoch or ErrorCode.BrokerIdNotRegistered:
                    MetadataLog.RegistrationLost(_logger, result.Error, result.ErrorMessage);
                    _state = BrokerState.Fenced;
                    return;
                default:
                    MetadataLog.HeartbeatFailed(_logger, result.Error);
                    break;
            }

            await Task.Delay(IsReady ? _options.HeartbeatInterval : _options.FencedHeartbeatInterval, _environment.Time, _stop.Token);
        }
    }

    private void TakeStanding(BrokerHeartbeatResult result)
    {
        if (result.IsFenced == !IsReady)
        {
            return;
        }

        if (result.IsFenced)
        {
            MetadataLog.Fenced(_logger);
            _state = BrokerState.Fenced;
        }
        else
        {
            MetadataLog.Unfenced(_logger);
            _state = BrokerState.Ready;
            _ready.TrySetResult();
        }
    }

    private RegisterBrokerCommand Registration() => new()
    {
        Broker = _identity.Broker,
        ClusterId = _identity.ClusterId,
        IncarnationId = _incarnation,
        Directory = _identity.Directory,
        MetadataReplica = new DirectoryId(Volatile.Read(ref _metadataReplica)),
        KafkaHost = _identity.Kafka.Host,
        KafkaPort = _identity.Kafka.Port,
        PeerHost = _identity.Peer.Host,
        PeerPort = _identity.Peer.Port,
        Rack = _identity.Rack,
    };

    private BrokerHeartbeatCommand Heartbeat(bool wantsShutdown) => new()
    {
        Broker = _identity.Broker,
        BrokerEpoch = Epoch,
        IsCaughtUp = _store.Current.Brokers.TryGet(_identity.Broker, out var seen) && seen.Epoch == Epoch,
        WantsShutdown = wantsShutdown,
    };
}
