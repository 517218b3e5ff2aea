using RaftLog.Model;
using RaftLog.Protocol;

namespace RaftLog.Client.Network;

/// <summary>The broker that coordinates a group.</summary>
internal sealed class GroupCoordinator(ClusterClient cluster, string groupId) : Coordinator(cluster, CoordinatorType.Group, groupId, $"group {groupId}")
{
    public string GroupId => Key;

    protected override string Advice(ErrorCode error) => error switch
    {
        ErrorCode.InconsistentGroupProtocol => " Its members share no way of dividing partitions: give all the same PartitionAssignment.",
        ErrorCode.FencedInstanceId => " Another member with the same GroupInstanceId took over: give each its own.",
        ErrorCode.InvalidSessionTimeout => " The broker does not accept SessionTimeout: choose one within its bounds, usually 6 s to 30 min.",
        ErrorCode.GroupAuthorizationFailed => " This client may not use the group.",
        _ => "",
    };
}
