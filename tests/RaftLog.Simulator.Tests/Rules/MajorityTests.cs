using RaftLog.Consensus;
using RaftLog.Simulator.Checks.Rules;

namespace RaftLog.Simulator.Tests.Rules;

public sealed class MajorityTests
{
    [TestCase(1, ExpectedResult = false)]
    [TestCase(2, ExpectedResult = true)]
    public bool TwoOfThree_AreAMajority(int yes) => Majority.Of(Voters.Configuration(1, 2, 3), voter => voter.Broker.Value <= yes);

    [TestCase(2, ExpectedResult = false)]
    [TestCase(3, ExpectedResult = true)]
    public bool HalfOfFour_IsNoMajority(int yes) => Majority.Of(Voters.Configuration(1, 2, 3, 4), voter => voter.Broker.Value <= yes);

    /// <summary>Thesis §4.3.</summary>
    [Test]
    public void JointConfiguration_NeedsAMajorityOfBothHalves()
    {
        var joint = new GroupConfiguration(Voters.Of(1, 2, 3), Voters.Of(3, 4, 5));

        Assert.That(Majority.Of(joint, voter => voter.Broker.Value <= 3), Is.False);
        Assert.That(Majority.Of(joint, voter => voter.Broker.Value >= 2 && voter.Broker.Value <= 4), Is.True);
    }
}
