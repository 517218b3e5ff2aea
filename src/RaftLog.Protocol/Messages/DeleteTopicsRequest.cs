using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>Deletes topics: by name up to version 5, by name or id from version 6.</summary>
[WireMessage(ApiKey.DeleteTopics, "0-6", Flexible = "4+")]
public sealed partial class DeleteTopicsRequest : IKafkaRequest<DeleteTopicsRequest, DeleteTopicsResponse>
{
    /// <summary>The topics.</summary>
    [WireField("6+")]
    public List<Topic> Topics { get; set; } = [];

    /// <summary>The names of the topics.</summary>
    [WireField("0-5", Ignorable = true)]
    public List<string> TopicNames { get; set; } = [];

    /// <summary>How long the broker may take, in milliseconds.</summary>
    [WireField("0+")]
    public int TimeoutMs { get; set; }

    /// <summary>One topic.</summary>
    [WireStruct]
    public sealed partial class Topic
    {
        /// <summary>The name; null to delete by id.</summary>
        [WireField("6+", Nullable = "6+")]
        public string? Name { get; set; }

        /// <summary>The id of the topic.</summary>
        [WireField("6+")]
        public Guid TopicId { get; set; }
    }
}
