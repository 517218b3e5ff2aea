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
        // Should the coordinator change between two groups, the older term gets all of them refused.
        int term = int.MaxValue;
        var results = request.GroupsNames
            .Select(name => new DeleteGroupsResponse.Group { GroupId = name, ErrorCode = Forget(name, ref term) })
            .ToList();
        var forgotten = results.Where(group => group.ErrorCode == ErrorCode.None).ToList();
        if (forgotten.Count > 0)
        {
            var command = new DeleteConsumerGroupsCommand
            {
                ConsumerGroups = [.. forgotten.Select(group => group.GroupId)],
                CoordinatorTerm = term,
            };
            var result = await controller.DeleteConsumerGroupsAsync(command, timeout: null, context.Aborted);
            for (int i = 0; i < forgotten.Count; i++)
            {
                forgotten[i].ErrorCode = Outcome(result, i);
            }
        }

        return new DeleteGroupsResponse { Results = results };
    }

    private ErrorCode Forget(string groupId, ref int lowestTerm)
    {
        var error = directory.Find(groupId, out var group);
        if (error != ErrorCode.None || group is null)
        {
            return error != ErrorCode.None ? error : ErrorCode.GroupIdNotFound;
        }

        error = coordinator.Delete(groupId, out var term);
        lowestTerm = Math.Min(lowestTerm, term.Value);
        return error;
    }

    // A group that had no offsets was in the coordinator's memory only; that the controller does not know it is no failure.
    private static ErrorCode Outcome(DeleteConsumerGroupsResult result, int i)
    {
        var error = result.IsSuccess ? result.ConsumerGroups[i].Error : result.Error;
        return error == ErrorCode.GroupIdNotFound ? ErrorCode.None : KafkaErrors.ForGroup(error);
    }
}
