using RaftLog.Client;

namespace RaftLog.Cli.Groups;

/// <summary>Refuses, in words, to change what members rely on.</summary>
internal static class GroupState
{
    /// <summary>Fails unless the group exists; where <paramref name="mayHaveMembers"/> is false also when anybody is a member.</summary>
    /// <exception cref="CliException">There is no such group, or it has members.</exception>
    public static void Require(GroupDescription group, bool hasOffsets, bool mayHaveMembers)
    {
        if (group.State == GroupDescription.Dead && !hasOffsets)
        {
            throw new CliException($"There is no group '{group.GroupId}'.", CliExitCode.NotFound);
        }

        if (group.Members.Count > 0 && !mayHaveMembers)
        {
            throw new CliException(Refusal(group));
        }
    }

    /// <summary>Why a group with members is left alone.</summary>
    public static string Refusal(GroupDescription group) =>
        $"Group '{group.GroupId}' is {group.State} with {group.Members.Count} members ({string.Join(", ", group.Members.Select(Name).Distinct())}): "
        + "stop them first, for they would go on where they are and commit over it.";

    private static string Name(GroupMemberDescription member) => $"{member.ClientId} at {member.ClientHost.TrimStart('/')}";
}
