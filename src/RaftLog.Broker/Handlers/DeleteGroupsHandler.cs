using RaftLog.Broker.Groups;
using RaftLog.Broker.Network;
using RaftLog.Metadata;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Handlers;

/// <summary>DeleteGroups: forgets groups without members together with their offsets.</summary>
internal sealed class DeleteGroupsHandler(GroupDirectory directory, GroupCoordinator coordinator, ControllerClient controller)
    : ReplyHandler<DeleteGroupsRequest, DeleteGroupsResponse>(0, 2)
{
    protected override async ValueTask<DeleteGroupsResponse> HandleAsync(DeleteGroupsRequest request, RequestContext context)
    {
        var results = request.GroupsNames
            .Select(name => new DeleteGroupsResponse.Group { GroupId = name, ErrorCode = Forget(name) })
            .ToList();
        var forgotten = results.Where(group => group.ErrorCode == ErrorCode.None).ToList();
        if (forgotten.Count > 0)
        {
            var command = new DeleteConsumerGroupsCommand { ConsumerGroups = [.. forgotten.Select(group => group.GroupId)] };
            var result = await controller.DeleteConsumerGroupsAsync(command, timeout: null, context.Aborted);
            for (int i = 0; i < forgotten.Count; i++)
            {
                forgotten[i].ErrorCode = Outcome(result, i);
            }
        }

        return new DeleteGroupsResponse { Results = results };
    }

    private ErrorCode Forget(string groupId)
    {
        var error = directory.Find(groupId, out var group);
        return error != ErrorCode.None ? error
            : group is null ? ErrorCode.GroupIdNotFound
            : coordinator.Delete(groupId);
    }

    // A group that had no offsets was in the coordinator's memory only; that the controller does not know it is no failure.
    private static ErrorCode Outcome(DeleteConsumerGroupsResult result, int i)
    {
        var error = result.IsSuccess ? result.ConsumerGroups[i].Error : result.Error;
        return error == ErrorCode.GroupIdNotFound ? ErrorCode.None : KafkaErrors.ForGroup(error);
    }
}
