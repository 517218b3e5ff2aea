using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Fetching;

/// <summary>A partition as a client names it: by the topic's name or, from version 13, by its id. The other one is empty.</summary>
internal readonly record struct FetchPartitionKey(string Topic, Guid TopicId, int Partition)
{
    public static FetchPartitionKey Of(FetchRequest.FetchTopic topic, int partition) => new(topic.Topic, topic.TopicId, partition);

    public static FetchPartitionKey Of(FetchRequest.ForgottenTopic topic, int partition) => new(topic.Topic, topic.TopicId, partition);

    public static FetchPartitionKey Of(FetchResponse.FetchableTopic topic, int partition) => new(topic.Topic, topic.TopicId, partition);

    public bool IsOfSameTopic(FetchRequest.FetchTopic topic) => TopicId == topic.TopicId && Topic == topic.Topic;
}
