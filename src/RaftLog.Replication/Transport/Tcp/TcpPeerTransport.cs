using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using RaftLog.Model;

namespace RaftLog.Replication;

/// <summary>
/// The <see cref="IPeerTransport"/> of a real broker: to every other broker a TCP connection for each lane, dialled by the one that sends.
/// Frames therefore flow one way on a connection, and each side notices by itself when the other's process ends.
/// </summary>
public sealed class TcpPeerTransport : IPeerTransport, IAsyncDisposable
{
    private static readonly PeerLane[] Lanes = [PeerLane.Control, PeerLane.Bulk];

    private readonly BrokerId _self;
    private readonly string _clusterId;
    private readonly TcpPeerTransportOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Socket _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<InboundConnection, Task> _inbound = new();
    private volatile FrozenDictionary<(BrokerId, PeerLane), OutboundLink> _links = FrozenDictionary<(BrokerId, PeerLane), OutboundLink>.Empty;
    private readonly List<Task> _endedLinks = []; // Guarded by _lock.

    // Who was stated by SetPeers, and who is known only by a greeting of its own, which gave its address. Guarded by _lock.
    private Dictionary<BrokerId, PeerAddress> _stated = [];
    private readonly Dictionary<BrokerId, PeerAddress> _greeted = [];
    private IPeerReceiver? _receiver;
    private Task _accepting = Task.CompletedTask;
    private bool _stopped; // Guarded by _lock.

    /// <summary>Binds the listener, so that the port is known and a port in use is told at once.</summary>
    /// <exception cref="SocketException">The address cannot be listened on.</exception>
    public TcpPeerTransport(BrokerId self, string clusterId, TcpPeerTransportOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        ArgumentNullException.ThrowIfNull(options);
        _self = self;
        _clusterId = clusterId;
        _options = options;
        _time = time;
        _logger = loggers.CreateLogger<TcpPeerTransport>();
        IPAddress address = IPAddress.TryParse(options.ListenHost, out IPAddress? parsed) ? parsed : Dns.GetHostAddresses(options.ListenHost)[0];
        _listener = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            _listener.Bind(new IPEndPoint(address, options.ListenPort));
            _listener.Listen();
        }
        catch
        {
            _listener.Dispose();
            throw;
        }

        Port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
    }

    /// <summary>The port that is listened on.</summary>
    public int Port { get; }

    /// <inheritdoc/>
    public void Start(IPeerReceiver receiver)
    {
        Invariant.Require(_receiver is null);
        _receiver = receiver;
        _accepting = AcceptAsync(receiver);
    }

    /// <inheritdoc/>
    public void SetPeers(IReadOnlyCollection<PeerAddress> peers)
    {
        lock (_lock)
        {
            if (_stopped)
            {
                return;
            }

            _stated = peers.Where(peer => peer.Broker != _self).ToDictionary(peer => peer.Broker);
            AdjustLinks();
        }
    }

    /// <inheritdoc/>
    public bool Send(BrokerId to, PeerLane lane, PeerFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        if (_links.TryGetValue((to, lane), out OutboundLink? link))
        {
            return link.Send(frame);
        }

        frame.Release();
        return false;
    }

    /// <inheritdoc/>
    public bool IsConnected(BrokerId peer) => _links.TryGetValue((peer, PeerLane.Control), out OutboundLink? link) && link.IsConnected;

    /// <inheritdoc/>
    public async Task StopAsync()
    {
        FrozenDictionary<(BrokerId, PeerLane), OutboundLink> links;
        lock (_lock)
        {
            if (_stopped)
            {
                return;
            }

            _stopped = true;
            links = _links;
            _links = FrozenDictionary<(BrokerId, PeerLane), OutboundLink>.Empty;
        }

#pragma warning disable RS0030 // Sockets have threads of their own; a simulation has another transport.
        await _stop.CancelAsync();
#pragma warning restore RS0030
        _listener.Dispose();
        await _accepting;
        Task[] ending = [.. links.Values.Select(link => link.StopAsync()), .. _endedLinks, .. _inbound.Values];
        foreach (Task end in ending)
        {
            await end;
        }

        _stop.Dispose();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await StopAsync();

    // Under _lock: a link for each lane to everybody who is known, and none to anybody else.
    private void AdjustLinks()
    {
        var wanted = new Dictionary<BrokerId, PeerAddress>(_greeted);
        foreach (PeerAddress peer in _stated.Values)
        {
            wanted[peer.Broker] = peer;
        }

        var links = new Dictionary<(BrokerId, PeerLane), OutboundLink>();
        foreach (((BrokerId broker, PeerLane lane), OutboundLink link) in _links)
        {
            if (wanted.TryGetValue(broker, out PeerAddress address) && address == link.Address)
            {
                links.Add((broker, lane), link);
            }
            else
            {
                _endedLinks.Add(link.StopAsync());
            }
        }

        foreach (PeerAddress address in wanted.Values)
        {
            foreach (PeerLane lane in Lanes)
            {
                if (!links.ContainsKey((address.Broker, lane)))
                {
                    links.Add((address.Broker, lane), Dial(address, lane));
                }
            }
        }

        _endedLinks.RemoveAll(ended => ended.IsCompletedSuccessfully);
        _links = links.ToFrozenDictionary();
    }

    private void Greeted(PeerHello hello)
    {
        lock (_lock)
        {
            if (!_stopped && hello.Lane == PeerLane.Control)
            {
                _greeted[hello.From] = new PeerAddress(hello.From, hello.ReturnHost, hello.ReturnPort);
                AdjustLinks();
            }
        }
    }

    private void ControlConnectionEnded(BrokerId peer)
    {
        lock (_lock)
        {
            if (!_stopped && _greeted.Remove(peer) && !_stated.ContainsKey(peer))
            {
                AdjustLinks();
            }
        }
    }

    private OutboundLink Dial(PeerAddress address, PeerLane lane) => new(
        new PeerHello(
            PeerHello.CurrentVersion,
            _self,
            address.Broker,
            lane,
            _clusterId,
            _options.AdvertisedHost ?? _options.ListenHost,
            _options.AdvertisedPort > 0 ? _options.AdvertisedPort : Port),
        address,
        _options,
        _time,
        _logger,
        ConnectionChanged);

    private void ConnectionChanged(OutboundLink link, bool connected)
    {
        if (link.Lane != PeerLane.Control || _stop.IsCancellationRequested)
        {
            return;
        }

        if (connected)
        {
            _receiver?.Connected(link.Address.Broker);
        }
        else
        {
            _receiver?.Lost(link.Address.Broker);
        }
    }

    private async Task AcceptAsync(IPeerReceiver receiver)
    {
        while (!_stop.IsCancellationRequested)
        {
            Socket socket;
            try
            {
                socket = await _listener.AcceptAsync(_stop.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (SocketException failure)
            {
                // Out of descriptors, or a connection that was gone before it was taken: the listener itself still stands.
                ReplicationLog.AcceptFailed(_logger, failure.Message);
                await Task.Delay(_options.ReconnectMin, _time);
                continue;
            }

            if (_inbound.Count >= _options.MaxInboundConnections)
            {
                ReplicationLog.TooManyConnections(_logger, _options.MaxInboundConnections);
                socket.Dispose();
                continue;
            }

            var connection = new InboundConnection(socket, _self, _clusterId, _options, _time, _logger);
            var served = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _inbound[connection] = served.Task;
            new Thread(() => Serve(connection, receiver, served)) { IsBackground = true, Name = "peer-receive" }.Start();
        }
    }

    private void Serve(InboundConnection connection, IPeerReceiver receiver, TaskCompletionSource served)
    {
        try
        {
            PeerHello? peer = connection.Run(receiver, Greeted, _stop.Token);
            if (peer is { Lane: PeerLane.Control } hello && !_stop.IsCancellationRequested)
            {
                ControlConnectionEnded(hello.From);
                receiver.Lost(hello.From);
            }
        }
#pragma warning disable CA1031 // A defect met in what one peer sent must not end the broker; it ends the connection, and is told.
        catch (Exception defect)
#pragma warning restore CA1031
        {
            ReplicationLog.InboundFailed(_logger, defect);
        }
        finally
        {
            _inbound.TryRemove(connection, out _);
            served.SetResult();
        }
    }
}
