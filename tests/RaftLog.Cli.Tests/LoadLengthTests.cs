using RaftLog.Cli.Bench;

namespace RaftLog.Cli.Tests;

public sealed class LoadLengthTests
{
    [Test]
    public void ATime_ReplacesTheNumberOfRecords()
    {
        Assert.That(LoadLength.Of(100, seconds: null), Is.EqualTo(new LoadLength(100, TimeSpan.MaxValue)));
        Assert.That(LoadLength.Of(100, seconds: 1.5), Is.EqualTo(new LoadLength(long.MaxValue, TimeSpan.FromSeconds(1.5))));
    }

    [Test]
    public void Shares_AddUpToTheRecords_AndTakeTheSameTime()
    {
        var length = LoadLength.Of(11, seconds: null);

        Assert.That(Enumerable.Range(0, 3).Select(number => length.Share(number, of: 3).Records), Is.EqualTo(new[] { 4, 4, 3 }));
        Assert.That(LoadLength.Of(11, seconds: 2).Share(1, of: 3).Time, Is.EqualTo(TimeSpan.FromSeconds(2)));
    }

    [Test]
    public void AtARate_ATimeIsANumberOfRecords()
    {
        Assert.That(LoadLength.Of(100, seconds: 1.5).RecordsAt(2_000), Is.EqualTo(3_000));
        Assert.That(LoadLength.Of(100, seconds: null).RecordsAt(2_000_000), Is.EqualTo(100));
    }
}
