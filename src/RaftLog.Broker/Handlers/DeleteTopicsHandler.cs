using RaftLog.Broker.Network;
using RaftLog.Metadata;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Handlers;

/// <summary>DeleteTopics, on any broker, by name or (from version 6) by id.</summary>
internal sealed class DeleteTopicsHandler(ControllerClient controller) : ReplyHandler<DeleteTopicsRequest, DeleteTopicsResponse>(0, 6)
{
    private const short FirstVersionWithIds = 6;

    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    protected override async ValueTask<DeleteTopicsResponse> HandleAsync(DeleteTopicsRequest request, RequestContext context)
    {
        var command = new DeleteTopicsCommand
        {
            Topics = context.Version >= FirstVersionWithIds
                ? [.. request.Topics.Select(topic => new TopicReference { Name = topic.Name, TopicId = topic.TopicId })]
                : [.. request.TopicNames.Select(name => new TopicReference { Name = name })],
        };
        var result = await controller.DeleteTopicsAsync(command, RequestDeadline.Clamp(request.TimeoutMs, LongestWait), context.Aborted);
        return new DeleteTopicsResponse
        {
            Responses = result.IsSuccess
                ? [.. result.Topics.Select(topic => Answer(topic.Name, topic.TopicId, topic.Error, topic.ErrorMessage, context.Version))]
                : [.. command.Topics.Select(topic => Answer(topic.Name, topic.TopicId, result.Error, result.ErrorMessage, context.Version))],
        };
    }

    private static DeleteTopicsResponse.Topic Answer(string? name, Guid topicId, ErrorCode error, string? message, short version) => new()
    {
        Name = name ?? (version >= FirstVersionWithIds ? null : ""),
        TopicId = topicId,
        ErrorCode = error,
        ErrorMessage = message,
    };
}
