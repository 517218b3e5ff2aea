using RaftLog.Chaos.History;
using RaftLog.Chaos.Report;

namespace RaftLog.Chaos.Tests;

/// <summary>Values that go through a chain, and what is said of those that came out.</summary>
public sealed class ChainTests
{
    [TestCase(0)]
    [TestCase(7_654_321)]
    [TestCase(int.MaxValue)]
    public void Value_TellsItsNumber(int number)
    {
        byte[] value = ChainFormat.Value(number, sizeInBytes: 100);

        Assert.That((value.Length, ChainFormat.Number(value)), Is.EqualTo((100, number)));
    }

    [TestCase("")]
    [TestCase("12")]
    [TestCase("no number ")]
    public void ForeignValue_HasNoNumber(string value) =>
        Assert.That(ChainFormat.Number(System.Text.Encoding.ASCII.GetBytes(value)), Is.EqualTo(-1));

    [Test]
    public void RunInWhichEachRecordCameOnce_Passes() => Assert.That(Judge(Outcome()).Passed, Is.True);

    [Test]
    public void EachKindOfDefect_FailsTheRun()
    {
        string[] one = ["Record 3."];

        Assert.Multiple(() =>
        {
            Assert.That(Judge(Outcome() with { Missing = one }).Passed, Is.False);
            Assert.That(Judge(Outcome() with { Twice = one }).Passed, Is.False);
            Assert.That(Judge(Outcome() with { Disordered = one }).Passed, Is.False);
            Assert.That(Judge(Outcome() with { Problems = one }).Passed, Is.False);
            Assert.That(Judge(Outcome() with { WorkerKills = 0 }).Passed, Is.False, "Nothing was tried.");
        });
    }

    private static ChainOutcome Outcome() => new("exactly-once", 1, "make chaos")
    {
        Records = 10,
        Read = 10,
        Clients = "this test",
        Working = TimeSpan.FromSeconds(1),
        WorkerKills = 1,
        Faults = [new FaultEvent(1, 1, "kill", "broker 1", 0)],
        Missing = [],
        Twice = [],
        Disordered = [],
        Problems = [],
    };

    private static ChaosVerdict Judge(ChainOutcome outcome)
    {
        string folder = Directory.CreateTempSubdirectory("raftlog-chain-").FullName;
        try
        {
            return ChainReport.Write(folder, outcome);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
