using RaftLog.Simulator.Runs;

namespace RaftLog.Simulator.Tests.Runs;

/// <summary>The command line is read as it is meant, or refused with a word on what is wrong.</summary>
public sealed class CommandLineTests
{
    [Test]
    public void Options_AreRead()
    {
        var settings = CommandLine.Parse(["--first", "7", "--seeds", "3", "--minutes", "0.5", "--nodes", "5", "--without", "3,5", "--check", "1", "--kinds", ""]);

        Assert.That(settings.First, Is.EqualTo(7));
        Assert.That(settings.Seeds, Is.EqualTo(3));
        Assert.That(settings.Period, Is.EqualTo(TimeSpan.FromSeconds(30)));
        Assert.That(settings.Nodes, Is.EqualTo(5));
        Assert.That(settings.Without, Is.EqualTo(new[] { 3, 5 }));
        Assert.That(settings.ChecksTwice);
        Assert.That(settings.Kinds, Is.Empty);
    }

    [TestCase("--nodes 2", "--nodes must be a whole number from 3 to 7")]
    [TestCase("--seeds many", "not 'many'")]
    [TestCase("--sceds 3", "no option --sceds")]
    [TestCase("--seeds", "--seeds needs a value")]
    [TestCase("--kinds crsah", "no kind of fault called 'crsah'")]
    public void WrongOption_IsRefused_WithAWordOnWhatIsWrong(string arguments, string message) =>
        Assert.That(() => CommandLine.Parse(arguments.Split(' ')), Throws.TypeOf<UsageException>().With.Message.Contains(message));

    [Test]
    public void Without_LeavesFaultsOutOfTheRun()
    {
        var all = CommandLine.Parse(["--seed", "5"]).OptionsOf(5).Schedule.Faults;

        var left = CommandLine.Parse(["--seed", "5", "--without", "1,2"]).OptionsOf(5).Schedule.Faults;

        Assert.That(left, Is.EqualTo(all.Skip(2)));
    }

    [Test]
    public void OnlyNone_LeavesNoFault() =>
        Assert.That(CommandLine.Parse(["--seed", "5", "--only", "none"]).OptionsOf(5).Schedule.Faults, Is.Empty);
}
