namespace RaftLog.Broker.Groups;

/// <summary>Chooses the assignment strategy of a generation: among those every member offers, the one that most members like best.</summary>
internal static class ProtocolVote
{
    /// <summary>Whether a newcomer offering <paramref name="offered"/> leaves at least one strategy that all offer.</summary>
    public static bool HasCommon(IEnumerable<ClassicMember> members, IReadOnlyList<GroupProtocol> offered)
    {
        var common = offered.Select(protocol => protocol.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var member in members)
        {
            common.IntersectWith(member.Protocols.Select(protocol => protocol.Name));
        }

        return common.Count > 0;
    }

    /// <summary>The winner; a tie goes to the one that the earliest member named first, so the result does not depend on hashing.</summary>
    public static string Choose(IReadOnlyCollection<ClassicMember> members)
    {
        Invariant.Require(members.Count > 0);
        var candidates = members.First().Protocols.Select(protocol => protocol.Name)
            .Where(name => members.All(member => member.Protocols.Any(offered => offered.Name == name)))
            .ToList();
        Invariant.Require(candidates.Count > 0);

        var votes = new int[candidates.Count];
        foreach (var member in members)
        {
            var favourite = member.Protocols.First(offered => candidates.Contains(offered.Name)).Name;
            votes[candidates.IndexOf(favourite)]++;
        }

        return candidates[Array.IndexOf(votes, votes.Max())];
    }
}
