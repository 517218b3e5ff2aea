namespace RaftLog.Broker.Groups;

/// <content>The classic protocol, whose groups' leaders assign.</content>
internal sealed partial class GroupCoordinator
{
    public Task<JoinGroupResult> JoinAsync(JoinGroupCommand command)
    {
        lock (_gate)
        {
            var error = CheckGroup(command.GroupId);
            if (error == ErrorCode.None
                && (command.SessionTimeoutMs < _options.MinSessionTimeout.TotalMilliseconds
                    || command.SessionTimeoutMs > _options.MaxSessionTimeout.TotalMilliseconds))
            {
                error = ErrorCode.InvalidSessionTimeout;
            }

            if (error != ErrorCode.None)
            {
                return Task.FromResult(JoinGroupResult.Failed(error, command.MemberId));
            }

            bool isKnown = _groups.TryGetValue(command.GroupId, out var entry);
            if (isKnown && entry!.Group is ConsumerGroup { HasMembers: true })
            {
                // Going over from one protocol to the other takes that all members have gone.
                return Task.FromResult(JoinGroupResult.Failed(ErrorCode.InconsistentGroupProtocol, command.MemberId));
            }

            if (!isKnown || entry!.Group is ConsumerGroup)
            {
                if (command.MemberId.Length > 0)
                {
                    return Task.FromResult(JoinGroupResult.Failed(ErrorCode.UnknownMemberId, command.MemberId));
                }

                entry = Take(new ClassicGroup(command.GroupId, GenerationBefore(command.GroupId), _options, NewMemberId, Now));
            }

            var result = ((ClassicGroup)entry.Group).JoinAsync(command, Now);
            Changed(entry);
            return result;
        }
    }

    public Task<SyncGroupResult> SyncAsync(SyncGroupCommand command)
    {
        lock (_gate)
        {
            var error = FindClassicGroup(command.Member.GroupId, out var entry);
            if (error != ErrorCode.None)
            {
                return Task.FromResult(SyncGroupResult.Failed(error));
            }

            var result = ((ClassicGroup)entry!.Group).SyncAsync(command, Now);
            Changed(entry);
            return result;
        }
    }

    public ErrorCode Heartbeat(in MemberClaim claim)
    {
        lock (_gate)
        {
            var error = FindClassicGroup(claim.GroupId, out var entry);
            return error != ErrorCode.None ? error : ((ClassicGroup)entry!.Group).Heartbeat(claim, Now);
        }
    }

    /// <summary>Lets one member go; see <see cref="Group.Leave"/>.</summary>
    public ErrorCode Leave(string groupId, string memberId, string? instanceId)
    {
        lock (_gate)
        {
            var error = FindMembersGroup(groupId, out var entry);
            if (error != ErrorCode.None)
            {
                return error;
            }

            error = entry!.Group.Leave(memberId, instanceId, Now);
            Changed(entry);
            return error;
        }
    }

    private ErrorCode FindMembersGroup(string groupId, out CoordinatedGroup? entry)
    {
        entry = null;
        var error = CheckGroup(groupId);
        return error != ErrorCode.None ? error
            : _groups.TryGetValue(groupId, out entry) ? ErrorCode.None
            : ErrorCode.UnknownMemberId;
    }

    private ErrorCode FindClassicGroup(string groupId, out CoordinatedGroup? entry)
    {
        var error = FindMembersGroup(groupId, out entry);
        return error == ErrorCode.None && entry!.Group is not ClassicGroup ? ErrorCode.UnknownMemberId : error;
    }
}
