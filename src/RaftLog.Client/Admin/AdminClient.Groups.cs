using RaftLog.Client.Network;
using RaftLog.Model;
using RaftLog.Protocol.Messages;

namespace RaftLog.Client;

/// <content>Consumer groups.</content>
public sealed partial class AdminClient
{
    /// <summary>The consumer groups of all coordinators, in order; a broker that does not answer is an error, since groups would be missing.</summary>
    /// <exception cref="RaftLogException">A broker did not answer in time.</exception>
    public async Task<IReadOnlyList<GroupListing>> ListGroupsAsync(CancellationToken cancellationToken = default)
    {
        await _cluster.Metadata.TryRefreshAsync(cancellationToken).ConfigureAwait(false);
        return await _cluster.RetryAsync(
            async token =>
            {
                var groups = new List<GroupListing>();
                foreach (int broker in _cluster.Metadata.Current.Brokers.Keys)
                {
                    ListGroupsResponse response = await _cluster
                        .SendAsync<ListGroupsRequest, ListGroupsResponse>(broker, ConnectionPurpose.General, new ListGroupsRequest(), token)
                        .ConfigureAwait(false);
                    CheckGroup(response.ErrorCode, $"Listing the groups of broker {broker}");
                    groups.AddRange(response.Groups.Select(group => new GroupListing(group.GroupId, group.ProtocolType, group.GroupState, broker, group.GroupType)));
                }

                return groups.OrderBy(group => group.GroupId, StringComparer.Ordinal).ToArray();
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Describes a consumer group, whoever assigns its partitions; one that does not exist has the state <c>Dead</c>.</summary>
    /// <exception cref="RaftLogException">Its coordinator did not answer in time.</exception>
    public async Task<GroupDescription> DescribeGroupAsync(string groupId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(groupId);
        var descriptions = new GroupDescriptions(new GroupCoordinator(_cluster, groupId));
        return await _cluster.RetryAsync(descriptions.FetchAsync, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The committed offsets of a group, for the given partitions or all; those without one are left out.</summary>
    /// <exception cref="RaftLogException">Its coordinator did not answer in time.</exception>
    public async Task<IReadOnlyList<TopicPartitionOffset>> FetchCommittedOffsetsAsync(
        string groupId, IEnumerable<TopicPartition>? partitions = null, CancellationToken cancellationToken = default) =>
        await CommittedOffsets
            .FetchAsync(_cluster, new GroupCoordinator(_cluster, groupId), partitions, requireStable: false, cancellationToken)
            .ConfigureAwait(false);

    private static void CheckGroup(ErrorCode error, string doing)
    {
        if (error != ErrorCode.None)
        {
            throw new RaftLogException(error, $"{doing} failed with {error.KafkaName()}.");
        }
    }
}
