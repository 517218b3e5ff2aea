#pragma warning disable RS0030 // The host is above the seams: it is who hands in real chance, time and files.

using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using RaftLog.Replication;
using RaftLog.Server.Configuration;
using RaftLog.Server.Metrics;
using RaftLog.Server.Node;
using RaftLog.Storage;

namespace RaftLog.Server.Hosting;

/// <summary>
/// A <see cref="BrokerNode"/> with its listeners: Kestrel serves Kafka and HTTP, the host starts and stops everything in order. The same for
/// the <c>raftlog-server</c> process and for a broker inside another program.
/// </summary>
public sealed class BrokerHost : IAsyncDisposable
{
    private const string RuntimeMeter = "System.Runtime";

    private readonly MeterFactory _meters = new();
    private readonly PrometheusExporter _exporter;
    private readonly TcpPeerTransport _transport;
    private readonly BrokerService _service;
    private readonly WebApplication _app;
    private ListenOptions? _kafkaListener;
    private ListenOptions? _httpListener;

    private BrokerHost(RaftLogOptions options, BrokerHostSetup setup, TcpPeerTransport transport)
    {
        _transport = transport;
        _exporter = new PrometheusExporter(meter => ReferenceEquals(meter.Scope, _meters) || meter.Name == RuntimeMeter);
        _service = new BrokerService(new BrokerNode(options, Seams(setup)), options, Advertised, () => _kafkaListener!.IPEndPoint!, setup.Time, setup.Loggers);
        _app = BuildApp(options, setup);
    }

    /// <summary>The port of the Kafka listener.</summary>
    public int KafkaPort => PortOf(_kafkaListener);

    /// <summary>The port of the HTTP listener; 0 when there is none.</summary>
    public int HttpPort => PortOf(_httpListener);

    /// <summary>The broker.</summary>
    public BrokerNode Node => _service.Node;

    /// <summary>Completes when the broker is ready for clients; cancelled when it is stopped before.</summary>
    public Task Ready => _service.Ready;

    /// <summary>Starts a broker; completes when it listens, which is before it is ready.</summary>
    /// <exception cref="StartupException">A listener or the data directory cannot be used.</exception>
    public static async Task<BrokerHost> StartAsync(RaftLogOptions options, BrokerHostSetup setup, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(setup);
        var transport = setup.PeerTransport ?? PeerListener.Bind(options, setup.Time, setup.Loggers);
        BrokerHost? host = null;
        try
        {
            host = new BrokerHost(options, setup, transport);
            await host._app.StartAsync(cancellation);
            return host;
        }
        catch (Exception error)
        {
            await (host?.DisposeAsync() ?? transport.DisposeAsync());
            if (StartupFailure.Of(error, options) is { } failure)
            {
                throw failure;
            }

            throw;
        }
    }

    /// <summary>What the listeners are made of.</summary>
    internal IServiceProvider Services => _app.Services;

    /// <summary>Completes when the broker was asked to stop, by a signal for instance, and has stopped.</summary>
    public Task WaitForShutdownAsync() => _app.WaitForShutdownAsync();

    /// <summary>Hands leaderships over, stops serving and closes the logs.</summary>
    public Task StopAsync() => _app.StopAsync();

    /// <summary>Ends the broker as a crash would: nothing is handed over, and connections are cut.</summary>
    public Task KillAsync()
    {
        _service.SkipHandOver();
        return _app.StopAsync(new CancellationToken(canceled: true));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _service.DisposeAsync();
        await _transport.DisposeAsync();
        _exporter.Dispose();
        _meters.Dispose();
    }

    private BrokerSeams Seams(BrokerHostSetup setup) => new()
    {
        Time = setup.Time,
        Random = new Random(BitConverter.ToInt32(RandomNumberGenerator.GetBytes(sizeof(int)))),
        Files = setup.Files ?? new PhysicalFileSystem(),
        Transport = _transport,
        Loggers = setup.Loggers,
        Meters = _meters,
    };

    private WebApplication BuildApp(RaftLogOptions options, BrokerHostSetup setup)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddLogging();
        builder.Services.Replace(ServiceDescriptor.Singleton(setup.Loggers));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromMilliseconds(options.ShutdownTimeoutMs));
        if (!setup.StopsOnSignals)
        {
            builder.Services.Replace(ServiceDescriptor.Singleton<IHostLifetime, EmbeddedLifetime>());
        }

        builder.Services.AddSingleton(_service);
        builder.Services.AddHostedService(_ => _service);
        builder.Services.AddSingleton(new PollingThreads(setup.Time));
        builder.WebHost.UseKestrelCore();
        builder.Services.Replace(ServiceDescriptor.Singleton<IMemoryPoolFactory<byte>, SocketBlocksFactory>()); // Kestrel adds its own.

        // A request goes on from the receive to its shard, and a response from there to the send, on the thread that is there already; PollingThreads says
        // which it is, and for whom.
        builder.WebHost.UseSockets(sockets => sockets.UnsafePreferInlineScheduling = true);
        builder.WebHost.ConfigureKestrel(kestrel => Listen(kestrel, options));
        var app = builder.Build();
        app.Run(new HttpEndpoints(_service, _exporter).HandleAsync);
        return app;
    }

    private void Listen(KestrelServerOptions kestrel, RaftLogOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Listen(EndPointOf(options.Kafka.Listen), listen =>
        {
            _kafkaListener = listen;
            listen.UseConnectionHandler<KafkaListener>();
        });
        if (options.Http.Listen is { } http)
        {
            kestrel.Listen(EndPointOf(http), listen =>
            {
                _httpListener = listen;
                listen.Protocols = HttpProtocols.Http1;
            });
        }
    }

    // What others are told to connect to: as configured, but a port left to the system is known only once it is bound.
    private (HostPort Kafka, HostPort Peer) Advertised(RaftLogOptions options) => (
        options.Kafka.Advertised ?? options.Kafka.Listen with { Port = KafkaPort },
        options.Peer.Advertised ?? options.Peer.Listen with { Port = _transport.Port });

    private static int PortOf(ListenOptions? listener) => listener?.IPEndPoint?.Port ?? 0;

    private static IPEndPoint EndPointOf(HostPort listen) => listen.TryGetBindAddress(out var address)
        ? new IPEndPoint(address, listen.Port)
        : throw new ConfigurationException($"'{listen}' is not an address that can be listened on.");
}
