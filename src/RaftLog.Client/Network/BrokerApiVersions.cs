using System.Collections.Frozen;
using RaftLog.Model;
using RaftLog.Model.Wire;
using RaftLog.Protocol;
using RaftLog.Protocol.Messages;

namespace RaftLog.Client.Network;

/// <summary>The versions that a broker serves, and the choice of the one to send.</summary>
internal sealed class BrokerApiVersions
{
    /// <summary>Nothing is known yet.</summary>
    public static readonly BrokerApiVersions None = new(new ApiVersionsResponse());

    // Above these, messages have another layout that this client does not fill: topic ids in place of names, lists in place of one.
    private static readonly FrozenDictionary<ApiKey, short> Highest = new Dictionary<ApiKey, short>
    {
        [ApiKey.Produce] = 12,
        [ApiKey.Fetch] = 12,
        [ApiKey.OffsetCommit] = 9,
        [ApiKey.OffsetFetch] = 7,
        [ApiKey.FindCoordinator] = 3,
        [ApiKey.DeleteTopics] = 5,
        [ApiKey.AddPartitionsToTxn] = 3,
    }.ToFrozenDictionary();

    private readonly FrozenDictionary<ApiKey, WireVersions> _served;

    private readonly FrozenDictionary<string, short> _features;

    public BrokerApiVersions(ApiVersionsResponse response)
    {
        _served = response.ApiKeys
            .DistinctBy(api => api.ApiKey)
            .ToFrozenDictionary(api => api.ApiKey, api => new WireVersions(api.MinVersion, api.MaxVersion));
        _features = response.FinalizedFeatures
            .DistinctBy(feature => feature.Name)
            .ToFrozenDictionary(feature => feature.Name, feature => feature.MaxVersionLevel);
    }

    public bool Serves(ApiKey key) => _served.ContainsKey(key);

    /// <summary>The level of a feature that the cluster works at (KIP-584); 0 when it says nothing of it.</summary>
    public short FeatureLevel(string name) => _features.GetValueOrDefault(name);

    /// <summary>The highest version of <paramref name="key"/> that both sides speak, and not above <paramref name="limit"/>.</summary>
    /// <exception cref="RaftLogException">There is none.</exception>
    public short Choose(ApiKey key, short limit = short.MaxValue)
    {
        WireVersions ours = KafkaApi.Versions(key);
        WireVersions theirs = _served.GetValueOrDefault(key, WireVersions.None);
        short highest = Math.Min(Math.Min(ours.Highest, theirs.Highest), Math.Min(limit, Highest.GetValueOrDefault(key, short.MaxValue)));
        return highest >= Math.Max(ours.Lowest, theirs.Lowest)
            ? highest
            : throw new RaftLogException(
                ErrorCode.UnsupportedVersion,
                $"The broker serves {key} in versions {theirs}, this client speaks {ours}: use brokers of a newer or a matching version.");
    }
}
