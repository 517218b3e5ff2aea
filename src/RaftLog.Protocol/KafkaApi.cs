using RaftLog.Model.Wire;
using RaftLog.Protocol.Messages;

namespace RaftLog.Protocol;

/// <summary>What is known of each API from its request's declaration. Brokers advertise less: what they have handlers for.</summary>
public static class KafkaApi
{
    private static readonly Dictionary<ApiKey, Entry> Entries = new[]
    {
        Of<ProduceRequest>(),
        Of<FetchRequest>(),
        Of<ListOffsetsRequest>(),
        Of<MetadataRequest>(),
        Of<OffsetCommitRequest>(),
        Of<OffsetFetchRequest>(),
        Of<FindCoordinatorRequest>(),
        Of<JoinGroupRequest>(),
        Of<HeartbeatRequest>(),
        Of<LeaveGroupRequest>(),
        Of<SyncGroupRequest>(),
        Of<DescribeGroupsRequest>(),
        Of<ListGroupsRequest>(),
        Of<ApiVersionsRequest>(),
        Of<CreateTopicsRequest>(),
        Of<DeleteTopicsRequest>(),
        Of<DeleteRecordsRequest>(),
        Of<InitProducerIdRequest>(),
        Of<OffsetForLeaderEpochRequest>(),
        Of<AddPartitionsToTxnRequest>(),
        Of<AddOffsetsToTxnRequest>(),
        Of<EndTxnRequest>(),
        Of<WriteTxnMarkersRequest>(),
        Of<TxnOffsetCommitRequest>(),
        Of<DescribeConfigsRequest>(),
        Of<AlterConfigsRequest>(),
        Of<DescribeLogDirsRequest>(),
        Of<CreatePartitionsRequest>(),
        Of<DeleteGroupsRequest>(),
        Of<ElectLeadersRequest>(),
        Of<IncrementalAlterConfigsRequest>(),
        Of<AlterPartitionReassignmentsRequest>(),
        Of<ListPartitionReassignmentsRequest>(),
        Of<OffsetDeleteRequest>(),
        Of<DescribeQuorumRequest>(),
        Of<DescribeClusterRequest>(),
        Of<DescribeProducersRequest>(),
        Of<UnregisterBrokerRequest>(),
        Of<DescribeTransactionsRequest>(),
        Of<ListTransactionsRequest>(),
        Of<ConsumerGroupHeartbeatRequest>(),
        Of<ConsumerGroupDescribeRequest>(),
        Of<ListConfigResourcesRequest>(),
        Of<DescribeTopicPartitionsRequest>(),
    }.ToDictionary(entry => entry.Key);

    /// <summary>Whether the API has messages here.</summary>
    public static bool IsKnown(ApiKey key) => Entries.ContainsKey(key);

    /// <summary>The versions that can be read and written; none for an unknown API.</summary>
    public static WireVersions Versions(ApiKey key) => Entries.TryGetValue(key, out var entry) ? entry.Versions : WireVersions.None;

    /// <summary>Whether the version has compact lengths and tagged fields, and so the longer headers too.</summary>
    public static bool IsFlexible(ApiKey key, short version) =>
        Entries.TryGetValue(key, out var entry) && version >= entry.FirstFlexible;

    /// <summary>The version of the header in front of such a request.</summary>
    /// <remarks>
    /// A version above those known is taken for flexible where the API has flexible versions, since none ever goes back. So the correlation
    /// id of an ApiVersions request from the future can be read and answered.
    /// </remarks>
    public static short RequestHeaderVersion(ApiKey key, short version) => IsFlexible(key, version) ? (short)2 : (short)1;

    /// <summary>The version of the header in front of the response to such a request.</summary>
    /// <remarks>
    /// That of ApiVersions is always 0: its reader does not yet know what the broker speaks.
    /// </remarks>
    public static short ResponseHeaderVersion(ApiKey key, short version) =>
        key != ApiKey.ApiVersions && IsFlexible(key, version) ? (short)1 : (short)0;

    private static Entry Of<TRequest>()
        where TRequest : IIdentifiedWireMessage<TRequest, ApiKey>
    {
        var flexible = TRequest.FlexibleVersions;
        int firstFlexible = flexible == WireVersions.None ? int.MaxValue : flexible.Lowest;
        return new Entry(TRequest.MessageId, TRequest.Versions, firstFlexible);
    }

    private readonly record struct Entry(ApiKey Key, WireVersions Versions, int FirstFlexible);
}
