using System.Collections.Frozen;
using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>How one type of record is read, and up to which version.</summary>
internal sealed class MetadataRecordFormat
{
    private delegate MetadataRecord Reader(ref WireReader reader, short version);

    private static readonly MetadataRecordFormat[] All =
    [
        Of<ClusterRecord>(),
        Of<IdCountersRecord>(),
        Of<BrokerRegistrationRecord>(),
        Of<BrokerStateRecord>(),
        Of<UnregisterBrokerRecord>(),
        Of<TopicRecord>(),
        Of<PartitionRecord>(),
        Of<RemoveTopicRecord>(),
        Of<ConfigRecord>(),
        Of<ConsumerGroupRecord>(),
        Of<OffsetCommitRecord>(),
        Of<RemoveOffsetsRecord>(),
        Of<RemoveConsumerGroupRecord>(),
        Of<ProducerIdsRecord>(),
        Of<TransactionRecord>(),
        Of<TransactionPartitionsRecord>(),
        Of<TransactionOffsetsRecord>(),
        Of<RemoveTransactionRecord>(),
    ];

    private static readonly FrozenDictionary<MetadataRecordType, MetadataRecordFormat> ByType = All.ToFrozenDictionary(format => format.Type);
    private static readonly FrozenDictionary<Type, MetadataRecordFormat> ByClass = All.ToFrozenDictionary(format => format._class);

    private readonly Type _class;
    private readonly Reader _read;

    private MetadataRecordFormat(Type recordClass, MetadataRecordType type, short version, Reader read)
    {
        _class = recordClass;
        Type = type;
        Version = version;
        _read = read;
    }

    /// <summary>The number of the type.</summary>
    public MetadataRecordType Type { get; }

    /// <summary>The version that is written, and the highest that can be read.</summary>
    public short Version { get; }

    /// <summary>The format of a record in memory.</summary>
    public static MetadataRecordFormat Of(MetadataRecord record) => ByClass[record.GetType()];

    /// <summary>The format of a type read from a log, or null when this program is too old to know it.</summary>
    public static MetadataRecordFormat? Of(MetadataRecordType type) => ByType.GetValueOrDefault(type);

    /// <summary>Reads one record.</summary>
    public MetadataRecord Read(ref WireReader reader, short version) => _read(ref reader, version);

    private static MetadataRecordFormat Of<T>()
        where T : MetadataRecord, IIdentifiedWireMessage<T, MetadataRecordType> =>
        new(typeof(T), T.MessageId, T.Versions.Highest, static (ref WireReader reader, short version) => T.Read(ref reader, version));
}
