using System.ComponentModel.DataAnnotations;

namespace RaftLog.Consensus.Tests.Unit;

public sealed class RaftOptionsTests
{
    [Test]
    public void Defaults_AreValid() => Assert.That(new RaftOptions().Validate, Throws.Nothing);

    [Test]
    public void Validate_NamesTheValueThatIsWrong()
    {
        var options = new RaftOptions { HeartbeatIntervalMs = 900 };

        Assert.That(options.Validate, Throws.InstanceOf<ValidationException>().With.Message.Contains(nameof(RaftOptions.ElectionTimeoutMinMs)));
    }

    [Test]
    public void Validate_RefusesLeaseTogetherWithQuickElection() =>
        Assert.That(new RaftOptions { LeaseReads = true }.Validate, Throws.InstanceOf<ValidationException>());
}
