using System.Collections.Immutable;
using RaftLog.Model;

namespace RaftLog.Metadata;

/// <summary>The changes to <see cref="BrokersImage"/>.</summary>
internal sealed class BrokersDelta(BrokersImage old)
{
    private readonly HashSet<BrokerId> _touched = [];

    private ImmutableSortedDictionary<BrokerId, BrokerRegistration> _byId = old.ById;

    public IReadOnlySet<BrokerId> Touched => _touched;

    public void Register(BrokerRegistrationRecord record)
    {
        _touched.Add(record.Broker);
        _byId = _byId.SetItem(record.Broker, new BrokerRegistration
        {
            Id = record.Broker,
            IncarnationId = record.IncarnationId,
            Epoch = record.BrokerEpoch,
            Directory = record.Directory,
            MetadataReplica = record.MetadataReplica,
            Kafka = new BrokerEndpoint(record.KafkaHost, record.KafkaPort),
            Peer = new BrokerEndpoint(record.PeerHost, record.PeerPort),
            Rack = record.Rack,
            IsFenced = record.IsFenced,
            IsShuttingDown = record.IsShuttingDown,
        });
    }

    public void SetState(BrokerStateRecord record)
    {
        Invariant.Require(_byId.ContainsKey(record.Broker));
        _touched.Add(record.Broker);
        _byId = _byId.SetItem(record.Broker, _byId[record.Broker] with { IsFenced = record.IsFenced, IsShuttingDown = record.IsShuttingDown });
    }

    public void Remove(BrokerId broker)
    {
        Invariant.Require(_byId.ContainsKey(broker));
        _touched.Add(broker);
        _byId = _byId.Remove(broker);
    }

    public BrokersImage Finish() => ReferenceEquals(_byId, old.ById) ? old : new BrokersImage(_byId);
}
