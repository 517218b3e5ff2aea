using FsCheck;
using FsCheck.Fluent;

namespace RaftLog.Consensus.Tests.Properties;

/// <summary>The quorum arithmetic against the obvious way to do it.</summary>
public sealed class QuorumTests
{
    [Test]
    public void Reached_IsTheLargestValueThatAMajorityHas() =>
        Prop.ForAll<byte[]>(bytes =>
        {
            var values = bytes.Take(9).Select(value => (long)value).ToArray();
            return values.Length == 0 || Quorum.Reached((long[])values.Clone()) == ReachedByCounting(values);
        }).QuickCheckThrowOnFailure();

    [Test]
    public void Reached_WithoutVoters_HoldsNobodyBack() => Assert.That(Quorum.Reached([]), Is.EqualTo(long.MaxValue));

    [Test]
    public void Count_DecidesExactlyWhenTheRestCannotChangeIt() =>
        Prop.ForAll<byte, byte, byte>((a, b, c) =>
        {
            int voters = 1 + (a % 9);
            int granted = b % (voters + 1);
            int refused = c % (voters - granted + 1);
            return Quorum.Count(voters, granted, refused) == CountByTrying(voters, granted, refused);
        }).QuickCheckThrowOnFailure();

    private static long ReachedByCounting(long[] values) =>
        values.Where(candidate => values.Count(value => value >= candidate) * 2 > values.Length).Max();

    private static VoteOutcome CountByTrying(int voters, int granted, int refused)
    {
        int open = voters - granted - refused;
        bool[] endings = [.. Enumerable.Range(0, open + 1).Select(more => (granted + more) * 2 > voters)];
        return endings.All(won => won) ? VoteOutcome.Won : endings.Any(won => won) ? VoteOutcome.Pending : VoteOutcome.Lost;
    }
}
