using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>Asks for topics, their partitions and leaders, and the brokers.</summary>
[WireMessage(ApiKey.Metadata, "0-13", Flexible = "9+")]
public sealed partial class MetadataRequest : IKafkaRequest<MetadataRequest, MetadataResponse>
{
    /// <summary>The topics; null for all (in version 0 an empty list), empty for none.</summary>
    [WireField("0+", Nullable = "1+")]
    public List<Topic>? Topics { get; set; } = [];

    /// <summary>Whether a topic that does not exist may be created; below version 4 it may.</summary>
    [WireField("4+")]
    public bool AllowAutoTopicCreation { get; set; } = true;

    /// <summary>Whether to answer what the client may do with the cluster.</summary>
    [WireField("8-10")]
    public bool IncludeClusterAuthorizedOperations { get; set; }

    /// <summary>Whether to answer what the client may do with the topics.</summary>
    [WireField("8+")]
    public bool IncludeTopicAuthorizedOperations { get; set; }

    /// <summary>One topic.</summary>
    [WireStruct]
    public sealed partial class Topic
    {
        /// <summary>The id of the topic.</summary>
        [WireField("10+", Ignorable = true)]
        public Guid TopicId { get; set; }

        /// <summary>The name; null to ask by id.</summary>
        [WireField("0+", Nullable = "10+")]
        public string? Name { get; set; } = "";
    }
}
