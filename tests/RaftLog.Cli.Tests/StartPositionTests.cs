using RaftLog.Cli.Consume;
using RaftLog.Client;

namespace RaftLog.Cli.Tests;

public sealed class StartPositionTests
{
    [Test]
    public void Position_IsANumberAWordOrATime()
    {
        Assert.That(StartPosition.Parse("42").Offset, Is.EqualTo(42));
        Assert.That(StartPosition.Parse("earliest").Lookup, Is.EqualTo(OffsetSpec.Earliest));
        Assert.That(StartPosition.Parse("latest").Lookup, Is.EqualTo(OffsetSpec.Latest));
        Assert.That(StartPosition.Parse("@1970-01-01T00:00:02Z").Lookup, Is.EqualTo(new OffsetSpec(2_000)));
    }

    [TestCase("-1")]
    [TestCase("soon")]
    [TestCase("@yesterday")]
    public void AnythingElse_IsRefused(string text) =>
        Assert.That(() => StartPosition.Parse(text), Throws.TypeOf<CliException>().With.Message.Contains("accepted: a number, earliest, latest"));
}
