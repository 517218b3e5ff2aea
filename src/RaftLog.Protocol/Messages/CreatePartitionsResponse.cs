using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>What became of each topic of a <see cref="CreatePartitionsRequest"/>.</summary>
[WireMessage(ApiKey.CreatePartitions, "0-3", Flexible = "2+")]
public sealed partial class CreatePartitionsResponse : IKafkaResponse<CreatePartitionsResponse>
{
    /// <summary>How long the broker held the request back, in milliseconds.</summary>
    [WireField("0+")]
    public int ThrottleTimeMs { get; set; }

    /// <summary>The answer for each.</summary>
    [WireField("0+")]
    public List<Topic> Results { get; set; } = [];

    /// <summary>One topic.</summary>
    [WireStruct]
    public sealed partial class Topic
    {
        /// <summary>The name.</summary>
        [WireField("0+")]
        public string Name { get; set; } = "";

        /// <summary>What went wrong.</summary>
        [WireField("0+")]
        public ErrorCode ErrorCode { get; set; }

        /// <summary>What went wrong, in words.</summary>
        [WireField("0+", Nullable = "0+")]
        public string? ErrorMessage { get; set; }
    }
}
