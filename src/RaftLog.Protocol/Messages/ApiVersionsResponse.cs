using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>
/// What a broker serves. To a version above the broker's own the answer is written as version 0 with
/// <see cref="ErrorCode.UnsupportedVersion"/>, which every client can read.
/// </summary>
[WireMessage(ApiKey.ApiVersions, "0-4", Flexible = "3+")]
public sealed partial class ApiVersionsResponse : IKafkaResponse<ApiVersionsResponse>
{
    /// <summary>What went wrong.</summary>
    [WireField("0+")]
    public ErrorCode ErrorCode { get; set; }

    /// <summary>The version range of each API.</summary>
    [WireField("0+")]
    public List<Api> ApiKeys { get; set; } = [];

    /// <summary>How long the broker held the request back.</summary>
    [WireField("1+", Ignorable = true)]
    public int ThrottleTimeMs { get; set; }

    /// <summary>The range of levels of each feature that the broker can work at (KIP-584).</summary>
    [WireField("3+", Tag = 0, Ignorable = true)]
    public List<SupportedFeature> SupportedFeatures { get; set; } = [];

    /// <summary>The age of <see cref="FinalizedFeatures"/>; -1 when unknown.</summary>
    [WireField("3+", Tag = 1, Ignorable = true)]
    public long FinalizedFeaturesEpoch { get; set; } = -1;

    /// <summary>The level of each feature that the cluster works at.</summary>
    [WireField("3+", Tag = 2, Ignorable = true)]
    public List<FinalizedFeature> FinalizedFeatures { get; set; } = [];

    /// <summary>Whether a migration from ZooKeeper can begin (KIP-866).</summary>
    [WireField("3+", Tag = 3, Ignorable = true)]
    public bool ZkMigrationReady { get; set; }

    /// <summary>The versions of one API.</summary>
    [WireStruct]
    public sealed partial class Api
    {
        /// <summary>Its key, which may be one that we do not know.</summary>
        [WireField("0+")]
        public ApiKey ApiKey { get; set; }

        /// <summary>The lowest version served.</summary>
        [WireField("0+")]
        public short MinVersion { get; set; }

        /// <summary>The highest version served.</summary>
        [WireField("0+")]
        public short MaxVersion { get; set; }
    }

    /// <summary>The levels of one feature that a broker can work at.</summary>
    [WireStruct]
    public sealed partial class SupportedFeature
    {
        /// <summary>Its name.</summary>
        [WireField("3+")]
        public string Name { get; set; } = "";

        /// <summary>The lowest level.</summary>
        [WireField("3+")]
        public short MinVersion { get; set; }

        /// <summary>The highest level.</summary>
        [WireField("3+")]
        public short MaxVersion { get; set; }
    }

    /// <summary>The level of one feature that the cluster works at.</summary>
    [WireStruct]
    public sealed partial class FinalizedFeature
    {
        /// <summary>Its name.</summary>
        [WireField("3+")]
        public string Name { get; set; } = "";

        /// <summary>The highest level in use.</summary>
        [WireField("3+")]
        public short MaxVersionLevel { get; set; }

        /// <summary>The lowest level in use.</summary>
        [WireField("3+")]
        public short MinVersionLevel { get; set; }
    }
}
