using RaftLog.Model;

namespace RaftLog.Metadata;

/// <summary>
/// Applies records to an image: collects in builders what changes, so that many records cost one new image. Used once; not thread-safe.
/// A record that does not fit the image is a defect of the controller that wrote it, and stops the broker before its image departs from the others'.
/// </summary>
public sealed class MetadataDelta
{
    private readonly MetadataImage _old;
    private readonly BrokersDelta _brokers;
    private readonly TopicsDelta _topics;
    private readonly ConfigsDelta _configs;
    private readonly ConsumerGroupsDelta _consumerGroups;
    private readonly TransactionsDelta _transactions;

    private string _clusterId;

    // Only ever raised: a number given once is never given again.
    private GroupId _nextGroupId;
    private long _nextBrokerEpoch;
    private long _nextProducerId;

    /// <summary>Begins with nothing changed in <paramref name="old"/>.</summary>
    public MetadataDelta(MetadataImage old)
    {
        ArgumentNullException.ThrowIfNull(old);
        _old = old;
        _brokers = new BrokersDelta(old.Brokers);
        _topics = new TopicsDelta(old.Topics);
        _configs = new ConfigsDelta(old.Configs);
        _consumerGroups = new ConsumerGroupsDelta(old.ConsumerGroups);
        _transactions = new TransactionsDelta(old.Transactions);
        _clusterId = old.ClusterId;
        _nextGroupId = old.NextGroupId;
        _nextBrokerEpoch = old.NextBrokerEpoch;
        _nextProducerId = old.NextProducerId;
    }

    /// <summary>Applies records in their order.</summary>
    public void Apply(IEnumerable<MetadataRecord> records)
    {
        ArgumentNullException.ThrowIfNull(records);
        foreach (var record in records)
        {
            Apply(record);
        }
    }

    /// <summary>Applies one record.</summary>
    /// <exception cref="InvariantViolationException">The record does not fit the image.</exception>
    public void Apply(MetadataRecord record)
    {
        switch (record)
        {
            case OffsetCommitRecord commit:
                _consumerGroups.Commit(commit);
                break;
            case ConsumerGroupRecord group:
                _consumerGroups.Write(group);
                break;
            case RemoveOffsetsRecord removal:
                _consumerGroups.RemoveOffsets(removal);
                _transactions.RemoveOffsets(removal.ConsumerGroup, partition => partition.Topic == removal.Topic && removal.Partitions.Contains(partition.Partition));
                break;
            case RemoveConsumerGroupRecord removal:
                _consumerGroups.Remove(removal.ConsumerGroup);
                _transactions.RemoveOffsets(removal.ConsumerGroup, _ => true);
                break;
            case TransactionRecord transaction:
                _transactions.Set(transaction);
                break;
            case TransactionPartitionsRecord partitions:
                _transactions.AddPartitions(partitions);
                break;
            case TransactionOffsetsRecord offsets:
                _transactions.AddOffsets(offsets);
                break;
            case RemoveTransactionRecord removal:
                _transactions.Remove(removal.TransactionalId);
                break;
            case TopicRecord topic:
                _topics.Create(topic);
                break;
            case PartitionRecord partition:
                _topics.Set(partition);
                RaiseNextGroupId(new GroupId(partition.Group.Value + 1));
                break;
            case RemoveTopicRecord removal:
                RemoveTopic(removal);
                break;
            case ConfigRecord config:
                _configs.Set(config);
                break;
            case BrokerRegistrationRecord registration:
                _brokers.Register(registration);
                _nextBrokerEpoch = Math.Max(_nextBrokerEpoch, registration.BrokerEpoch + 1);
                break;
            case BrokerStateRecord state:
                _brokers.SetState(state);
                break;
            case UnregisterBrokerRecord removal:
                _brokers.Remove(removal.Broker);
                break;
            case ProducerIdsRecord ids:
                _nextProducerId = Math.Max(_nextProducerId, ids.NextProducerId);
                break;
            case IdCountersRecord counters:
                RaiseNextGroupId(counters.NextGroup);
                _nextBrokerEpoch = Math.Max(_nextBrokerEpoch, counters.NextBrokerEpoch);
                break;
            case ClusterRecord cluster:
                Invariant.Require(_clusterId.Length == 0 || _clusterId == cluster.ClusterId);
                _clusterId = cluster.ClusterId;
                break;
            default:
                throw new InvariantViolationException($"No metadata delta for {record?.GetType().Name}.");
        }
    }

    /// <summary>The next image, which includes everything up to <paramref name="index"/>, and what lies between.</summary>
    public MetadataChange Finish(LogIndex index)
    {
        var image = new MetadataImage
        {
            Index = index,
            ClusterId = _clusterId,
            Brokers = _brokers.Finish(),
            Topics = _topics.Finish(),
            Configs = _configs.Finish(),
            ConsumerGroups = _consumerGroups.Finish(),
            Transactions = _transactions.Finish(),
            NextGroupId = _nextGroupId,
            NextBrokerEpoch = _nextBrokerEpoch,
            NextProducerId = _nextProducerId,
        };
        return new MetadataChange(_old, image, _topics.Touched, _brokers.Touched, _configs.Touched, _consumerGroups.Touched, _transactions.Touched);
    }

    private void RaiseNextGroupId(GroupId next) => _nextGroupId = next > _nextGroupId ? next : _nextGroupId;

    // What hangs on the topic's name must not pass to a later topic of that name.
    private void RemoveTopic(RemoveTopicRecord removal)
    {
        string name = _topics.Remove(removal.TopicId);
        _configs.RemoveResource(ConfigResource.Topic(name));
        _consumerGroups.RemoveTopic(name);
        _transactions.RemoveTopic(name);
    }
}
