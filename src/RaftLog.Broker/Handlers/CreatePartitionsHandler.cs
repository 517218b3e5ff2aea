using RaftLog.Broker.Network;
using RaftLog.Metadata;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Handlers;

/// <summary>CreatePartitions, on any broker; answers once the new partitions can be used, or the time for that is up.</summary>
internal sealed class CreatePartitionsHandler(ClusterView cluster, ControllerClient controller, NewTopicLeaders newLeaders, BrokerOptions options)
    : ReplyHandler<CreatePartitionsRequest, CreatePartitionsResponse>(0, 3)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    protected override async ValueTask<CreatePartitionsResponse> HandleAsync(CreatePartitionsRequest request, RequestContext context)
    {
        var command = new CreatePartitionsCommand { ValidateOnly = request.ValidateOnly, Topics = request.Topics.ConvertAll(GrowthOf) };
        var before = cluster.Image;
        var patience = RequestDeadline.Clamp(request.TimeoutMs, LongestWait);
        var result = await controller.CreatePartitionsAsync(command, patience, context.Aborted);
        if (!result.IsSuccess)
        {
            return new CreatePartitionsResponse
            {
                Results = request.Topics.ConvertAll(topic => Answer(topic.Name, result.Error, result.ErrorMessage)),
            };
        }

        if (!request.ValidateOnly)
        {
            var wait = patience < options.NewTopicLeaderWait ? patience : options.NewTopicLeaderWait;
            await newLeaders.WaitAsync(result.Topics.Where(topic => topic.Error == ErrorCode.None).SelectMany(topic => AddedTo(topic.Topic, before)), wait);
        }

        return new CreatePartitionsResponse
        {
            Results = [.. result.Topics.DistinctBy(topic => topic.Topic).Select(topic => Answer(topic.Topic, topic.Error, topic.ErrorMessage))],
        };
    }

    private IEnumerable<PartitionImage> AddedTo(string topic, MetadataImage before)
    {
        int had = before.Topics.TryGet(topic, out var old) ? old.Partitions.Length : 0;
        return cluster.Image.Topics.TryGet(topic, out var grown) ? grown.Partitions.Skip(had) : [];
    }

    private static TopicGrowth GrowthOf(CreatePartitionsRequest.Topic topic) => new()
    {
        Topic = topic.Name,
        PartitionCount = topic.Count,
        Assignments = topic.Assignments?.ConvertAll(
            assignment => new PartitionAssignment { Brokers = assignment.BrokerIds.ConvertAll(id => new BrokerId(id)) }),
    };

    private static CreatePartitionsResponse.Topic Answer(string name, ErrorCode error, string? message) =>
        new() { Name = name, ErrorCode = error, ErrorMessage = message };
}
