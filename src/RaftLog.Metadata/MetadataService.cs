using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using RaftLog.Model;
using RaftLog.Replication;

namespace RaftLog.Metadata;

/// <summary>
/// The metadata of one broker, put together: its copy of the image, the controller that acts while this broker leads the metadata group,
/// and the way to the controller wherever it is. Make it, open the metadata group with <see cref="StateMachine"/>, then <see cref="Attach"/> the group's handle
/// before the engine starts. Dispose it before the engine.
/// </summary>
public sealed class MetadataService : IAsyncDisposable
{
    private readonly Controller _controller;
    private readonly ControllerRoute _route;
    private readonly MetadataMetrics _metrics;

    // Set by Attach, each time before the replica takes part.
    private volatile GroupHandle? _group;

    /// <summary>Puts the metadata of a broker together and begins to serve other brokers' requests to the controller.</summary>
    /// <param name="options">How the controller works.</param>
    /// <param name="clientOptions">How patiently the controller is asked.</param>
    /// <param name="environment">Who this broker is, and the seams.</param>
    /// <param name="configs">The configuration of this broker.</param>
    /// <param name="leaders">Who leads which group.</param>
    /// <param name="rpc">Requests between brokers.</param>
    /// <param name="meters">Where metrics go; null for a meter of its own.</param>
    public MetadataService(
        ControllerOptions options,
        ControllerClientOptions clientOptions,
        MetadataEnvironment environment,
        ConfigResolver configs,
        LeaderDirectory leaders,
        PeerRpc rpc,
        IMeterFactory? meters = null)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(rpc);
        Configs = configs;
        _metrics = new MetadataMetrics(meters, Store);
        var membership = new MetadataMembership(() => Group.Configuration, members => Group.Want(members));
        _controller = new Controller(options, environment, Store, configs, AppendAsync, ConfirmLeadershipAsync, membership, _metrics);
        _route = new ControllerRoute(clientOptions, environment, Store, _controller, leaders, rpc);
        Client = new ControllerClient(_route);
        StateMachine = new MetadataStateMachine(
            Store, _controller, reason => WentOffline?.Invoke(reason), _metrics, environment.Loggers.CreateLogger<MetadataStateMachine>());
        rpc.Register(ControllerRpc.Kind, (_, request, _) => ControllerRpc.ServeAsync(_controller, request));
    }

    /// <summary>Raised on the thread of the group's shard when the replica of the metadata group here is out, with the reason: its log failed, or damage was found in it.</summary>
    public event Action<Exception>? WentOffline;

    /// <summary>This broker's copy of the metadata.</summary>
    public MetadataStore Store { get; } = new();

    /// <summary>The way to the controller.</summary>
    public ControllerClient Client { get; }

    /// <summary>The configuration of this broker, and how it combines with what is set in the cluster.</summary>
    public ConfigResolver Configs { get; }

    /// <summary>What the metadata group drives.</summary>
    public ICommandStateMachine StateMachine { get; }

    /// <summary>Whether this broker is the controller, as far as it knows: consumer groups are coordinated here.</summary>
    public bool IsController => _controller.IsActive;

    private GroupHandle Group => _group ?? throw new InvariantViolationException("The metadata group leads before its handle was attached.");

    /// <summary>Hands in the open metadata group; again, each time when it was opened anew after its log had failed.</summary>
    public void Attach(GroupHandle group) => _group = group;

    /// <summary>Stops deciding requests; those that wait are refused.</summary>
    public async ValueTask DisposeAsync()
    {
        _route.Dispose();
        await _controller.DisposeAsync();
        _metrics.Dispose();
    }

    private async ValueTask<bool> ConfirmLeadershipAsync() => (await Group.ReadBarrierAsync()).HasPassed;

    private ValueTask<AppendOutcome> AppendAsync(ReadOnlySpan<byte> command, Term onlyInTerm) => Group.AppendCommandAsync(command, onlyInTerm);
}
