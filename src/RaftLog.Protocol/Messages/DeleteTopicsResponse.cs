using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>What became of each topic of a <see cref="DeleteTopicsRequest"/>.</summary>
[WireMessage(ApiKey.DeleteTopics, "0-6", Flexible = "4+")]
public sealed partial class DeleteTopicsResponse : IKafkaResponse<DeleteTopicsResponse>
{
    /// <summary>How long the broker held the request back, in milliseconds.</summary>
    [WireField("1+", Ignorable = true)]
    public int ThrottleTimeMs { get; set; }

    /// <summary>The answer for each.</summary>
    [WireField("0+")]
    public List<Topic> Responses { get; set; } = [];

    /// <summary>One topic.</summary>
    [WireStruct]
    public sealed partial class Topic
    {
        /// <summary>The name.</summary>
        [WireField("0+", Nullable = "6+")]
        public string? Name { get; set; } = "";

        /// <summary>The id of the topic.</summary>
        [WireField("6+", Ignorable = true)]
        public Guid TopicId { get; set; }

        /// <summary>What went wrong.</summary>
        [WireField("0+")]
        public ErrorCode ErrorCode { get; set; }

        /// <summary>What went wrong, in words.</summary>
        [WireField("5+", Nullable = "5+", Ignorable = true)]
        public string? ErrorMessage { get; set; }
    }
}
