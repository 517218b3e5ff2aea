namespace RaftLog.Consensus;

/// <summary>
/// The arithmetic of majorities. Nobody's majority is reached at once, so that an absent outgoing half of a configuration never decides.
/// </summary>
internal static class Quorum
{
    /// <summary>How many of <paramref name="voters"/> are a majority.</summary>
    public static int Majority(int voters) => (voters / 2) + 1;

    /// <summary>
    /// The largest value that a majority has reached, given what each voter has; <see cref="long.MaxValue"/> without voters.
    /// Reorders <paramref name="values"/>.
    /// </summary>
    public static long Reached(Span<long> values)
    {
        if (values.IsEmpty)
        {
            return long.MaxValue;
        }

        values.Sort();
        return values[values.Length - Majority(values.Length)];
    }

    /// <summary>What an election stands at, decided as early as the votes allow.</summary>
    public static VoteOutcome Count(int voters, int granted, int refused)
    {
        if (voters == 0 || granted >= Majority(voters))
        {
            return VoteOutcome.Won;
        }

        return voters - refused < Majority(voters) ? VoteOutcome.Lost : VoteOutcome.Pending;
    }

    /// <summary>What an election stands at that everybody must agree to.</summary>
    public static VoteOutcome CountUnanimous(int voters, int granted, int refused)
    {
        if (refused > 0)
        {
            return VoteOutcome.Lost;
        }

        return granted >= voters ? VoteOutcome.Won : VoteOutcome.Pending;
    }

    /// <summary>Both halves of a joint configuration must win; one that is lost loses the whole (thesis §4.3).</summary>
    public static VoteOutcome Joint(VoteOutcome incoming, VoteOutcome outgoing)
    {
        if (incoming == VoteOutcome.Lost || outgoing == VoteOutcome.Lost)
        {
            return VoteOutcome.Lost;
        }

        return incoming == VoteOutcome.Won && outgoing == VoteOutcome.Won ? VoteOutcome.Won : VoteOutcome.Pending;
    }
}
