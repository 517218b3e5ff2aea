using System.Collections.Immutable;
using RaftLog.Model;

namespace RaftLog.Consensus;

/// <summary>
/// The votes of one election. A replica's first answer counts; a later one, by itself or by a wiped disk in its broker, does not.
/// </summary>
internal sealed class VoteTally
{
    private readonly List<(ReplicaId From, bool IsGranted)> _votes = [];

    public void Clear() => _votes.Clear();

    public void Record(ReplicaId from, bool isGranted)
    {
        foreach (var vote in _votes)
        {
            if (vote.From.Matches(from))
            {
                return;
            }
        }

        _votes.Add((from, isGranted));
    }

    public VoteOutcome Outcome(GroupConfiguration configuration) =>
        Quorum.Joint(Count(configuration.Voters), Count(configuration.OutgoingVoters));

    /// <summary>The configuration with the directories of all who granted their vote pinned.</summary>
    public GroupConfiguration PinGranted(GroupConfiguration configuration)
    {
        foreach (var (from, isGranted) in _votes)
        {
            configuration = isGranted ? configuration.Pin(from) : configuration;
        }

        return configuration;
    }

    private VoteOutcome Count(ImmutableArray<ReplicaId> voters)
    {
        int granted = 0;
        int refused = 0;
        foreach (var voter in voters)
        {
            foreach (var vote in _votes)
            {
                // The first match: an unassigned voter is one vote, however many directories of its broker have answered.
                if (voter.Matches(vote.From))
                {
                    granted += vote.IsGranted ? 1 : 0;
                    refused += vote.IsGranted ? 0 : 1;
                    break;
                }
            }
        }

        return IsForming(voters)
            ? Quorum.CountUnanimous(voters.Length, granted, refused)
            : Quorum.Count(voters.Length, granted, refused);
    }

    // Nobody's directory is written down yet: this is the configuration that every member was given before the group existed. An empty
    // disk cannot tell whether the group is new or was formed long ago by disks that are gone, so a majority of empty disks must not
    // invent a group beside the one that the others remember. All have to agree; whoever remembers refuses (its log is longer).
    private static bool IsForming(ImmutableArray<ReplicaId> voters)
    {
        foreach (var voter in voters)
        {
            if (voter.Directory != DirectoryId.Unassigned)
            {
                return false;
            }
        }

        return true;
    }
}
