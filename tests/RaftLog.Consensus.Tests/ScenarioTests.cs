using System.Runtime.CompilerServices;
using RaftLog.Consensus.Tests.Harness;

namespace RaftLog.Consensus.Tests;

/// <summary>
/// Plays every script in Scenarios and compares what came out with what stands there. With RAFTLOG_UPDATE_SCENARIOS=1 in the environment
/// the scripts are
/// rewritten instead; review the difference like code.
/// </summary>
public sealed class ScenarioTests
{
    public static IEnumerable<string> Names() =>
        Directory.GetFiles(Path.Combine(TestContext.CurrentContext.TestDirectory, "Scenarios"), "*.txt")
            .Select(file => Path.GetFileNameWithoutExtension(file))
            .Order(StringComparer.Ordinal);

    [TestCaseSource(nameof(Names))]
    public void Scenario_ComesOutAsWritten(string name)
    {
        var file = Path.Combine(TestContext.CurrentContext.TestDirectory, "Scenarios", name + ".txt");
        var expected = File.ReadAllText(file);

        var actual = new ScenarioRunner().Play(expected);

        if (Environment.GetEnvironmentVariable("RAFTLOG_UPDATE_SCENARIOS") == "1")
        {
            File.WriteAllText(Path.Combine(SourceDirectory(), name + ".txt"), actual);
            return;
        }

        Assert.That(actual, Is.EqualTo(expected), $"{name}: rewrite with RAFTLOG_UPDATE_SCENARIOS=1 and review the difference.");
    }

    private static string SourceDirectory([CallerFilePath] string thisFile = "") =>
        Path.Combine(Path.GetDirectoryName(thisFile)!, "Scenarios");
}
