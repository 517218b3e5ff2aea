using System.Globalization;
using RaftLog.Client.Network;
using RaftLog.Model;
using RaftLog.Protocol;
using RaftLog.Protocol.Messages;

namespace RaftLog.Client;

/// <content>Brokers: their settings, the group that keeps the metadata, and how one leaves for good.</content>
public sealed partial class AdminClient
{
    private const string MetadataTopic = "__cluster_metadata";

    /// <summary>The settings of a broker, defaults included, in the order of their names.</summary>
    /// <param name="brokerId">The broker, which alone can tell; null for what is set for all brokers while the cluster runs.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="RaftLogException">There is no such broker, or it did not answer.</exception>
    public async Task<IReadOnlyList<BrokerSetting>> ListBrokerSettingsAsync(int? brokerId, CancellationToken cancellationToken = default)
    {
        string name = NameOf(brokerId);
        var request = new DescribeConfigsRequest
        {
            IncludeDocumentation = true,
            Resources = [new DescribeConfigsRequest.Resource { ResourceType = ConfigResourceType.Broker, ResourceName = name, ConfigurationKeys = null }],
        };
        await _cluster.Metadata.EnsureBrokersAsync(cancellationToken).ConfigureAwait(false);
        DescribeConfigsResponse response = await _cluster.RetryAsync(
            token => _cluster.SendAsync<DescribeConfigsRequest, DescribeConfigsResponse>(
                brokerId ?? _cluster.AnyBroker(), ConnectionPurpose.General, request, token),
            cancellationToken).ConfigureAwait(false);
        DescribeConfigsResponse.Resource? answer = response.Results.Find(one => one.ResourceName == name);
        CheckBroker(answer?.ErrorCode ?? ErrorCode.UnknownServerError, answer?.ErrorMessage, brokerId, "described");
        return
        [
            .. answer!.Configs
                .OrderBy(config => config.Name, StringComparer.Ordinal)
                .Select(config => new BrokerSetting(config.Name, config.Value, OriginOf(config.ConfigSource), config.ReadOnly, config.Documentation)),
        ];
    }

    /// <summary>Changes settings of a broker, or of all brokers, while they run, all of them or none; the others stay as they are.</summary>
    /// <param name="brokerId">The broker; null for all of them.</param>
    /// <param name="changes">The new values by name; null takes back what was set.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="RaftLogException">Nothing was changed: there is no such broker, or a name or value is not one that can be set; the message says which.</exception>
    public async Task AlterBrokerConfigsAsync(
        int? brokerId, IReadOnlyDictionary<string, string?> changes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(changes);
        string name = NameOf(brokerId);
        var request = new IncrementalAlterConfigsRequest
        {
            Resources =
            [
                new IncrementalAlterConfigsRequest.Resource
                {
                    ResourceType = ConfigResourceType.Broker,
                    ResourceName = name,
                    Configs = [.. changes.Select(Change)],
                },
            ],
        };
        await _cluster.RetryAsync(
            async token =>
            {
                IncrementalAlterConfigsResponse response = await _cluster
                    .SendAsync<IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse>(ControllerOrAny(), ConnectionPurpose.General, request, token)
                    .ConfigureAwait(false);
                IncrementalAlterConfigsResponse.Resource? answer = response.Responses.Find(one => one.ResourceName == name);
                CheckBroker(answer?.ErrorCode ?? ErrorCode.UnknownServerError, answer?.ErrorMessage, brokerId, "altered");
                return true;
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The group that keeps the metadata: who leads it, who votes, and how far they are.</summary>
    /// <exception cref="RaftLogException">No broker answered, or the group has no leader.</exception>
    public async Task<QuorumDescription> DescribeQuorumAsync(CancellationToken cancellationToken = default)
    {
        var request = new DescribeQuorumRequest { Topics = [new() { TopicName = MetadataTopic, Partitions = [new DescribeQuorumRequest.Partition()] }] };
        return await _cluster.RetryAsync(
            async token =>
            {
                DescribeQuorumResponse response = await _cluster
                    .SendAsync<DescribeQuorumRequest, DescribeQuorumResponse>(ControllerOrAny(), ConnectionPurpose.General, request, token)
                    .ConfigureAwait(false);
                DescribeQuorumResponse.Partition? answer = response.Topics.Find(topic => topic.TopicName == MetadataTopic)?.Partitions.FirstOrDefault();
                var error = response.ErrorCode != ErrorCode.None ? response.ErrorCode : answer?.ErrorCode ?? ErrorCode.UnknownServerError;
                return error == ErrorCode.None
                    ? new QuorumDescription(
                        answer!.LeaderId, answer.LeaderEpoch, answer.HighWatermark, Describe(answer.CurrentVoters), Describe(answer.Observers))
                    : throw new RaftLogException(error, $"The metadata group was not described: {Detail(error, response.ErrorMessage)}");
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes a broker that is gone for good out of the cluster. Move its partitions off it first: they stay listed under its number.</summary>
    /// <exception cref="RaftLogException">It stays: <c>BROKER_ID_NOT_REGISTERED</c>, or <c>POLICY_VIOLATION</c> while it lives.</exception>
    public async Task UnregisterBrokerAsync(int brokerId, CancellationToken cancellationToken = default) =>
        await _cluster.RetryAsync(
            async token =>
            {
                UnregisterBrokerResponse response = await _cluster
                    .SendAsync<UnregisterBrokerRequest, UnregisterBrokerResponse>(
                        ControllerOrAny(), ConnectionPurpose.General, new UnregisterBrokerRequest { BrokerId = brokerId }, token)
                    .ConfigureAwait(false);
                CheckBroker(response.ErrorCode, response.ErrorMessage, brokerId, "unregistered");
                return true;
            },
            cancellationToken).ConfigureAwait(false);

    private static List<QuorumReplica> Describe(List<DescribeQuorumResponse.Replica> replicas) =>
        replicas.ConvertAll(replica => new QuorumReplica(replica.ReplicaId, replica.LogEndOffset));

    private static string NameOf(int? brokerId) => brokerId?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static void CheckBroker(ErrorCode error, string? message, int? brokerId, string what)
    {
        if (error != ErrorCode.None)
        {
            string who = brokerId is { } id ? $"Broker {id} was" : "The brokers were";
            throw new RaftLogException(error, $"{who} not {what}: {Detail(error, message)}");
        }
    }
}
