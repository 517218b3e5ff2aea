using RaftLog.Metadata;
using RaftLog.Model;
using RaftLog.Replication;
using RaftLog.Server.Configuration;

namespace RaftLog.Server.Node;

/// <summary>
/// Tells the engine who the other brokers are: the configured controllers, which must be reachable before there is any metadata, and every
/// other registered broker. What is configured goes first: a registration may be that of an earlier start, at another address.
/// </summary>
internal sealed class PeerAddressBook : IDisposable
{
    private readonly ReplicationEngine _engine;
    private readonly PeerAddress[] _configured;
    private readonly IDisposable _subscription;

    public PeerAddressBook(ReplicationEngine engine, MetadataStore store, RaftLogOptions options)
    {
        _engine = engine;
        _configured = [.. options.Controllers.Select(controller => new PeerAddress(new BrokerId(controller.Id), controller.Peer.Host, controller.Peer.Port))];

        // The subscription tells of registrations only; before there is one, the controllers must already find each other.
        Publish(store.Current);
        _subscription = store.Subscribe(Changed);
    }

    public void Dispose() => _subscription.Dispose();

    private void Changed(MetadataChange change)
    {
        if (change.Brokers.Count > 0)
        {
            Publish(change.New);
        }
    }

    private void Publish(MetadataImage image)
    {
        var peers = _configured.ToDictionary(peer => peer.Broker);
        foreach (var broker in image.Brokers.All)
        {
            peers.TryAdd(broker.Id, new PeerAddress(broker.Id, broker.Peer.Host, broker.Peer.Port));
        }

        _engine.SetPeers(peers.Values);
    }
}
