using System.Collections;
using RaftLog.Server.Configuration;

namespace RaftLog.Server.Tests.Configuration;

/// <summary>Loads options from a configuration that is right but for what a test changes.</summary>
internal static class ConfigurationScenario
{
    public static readonly string[] Minimal =
    [
        "--BrokerId=1", "--ClusterId=test", "--DataDirectory=data", "--Controllers:0:Id=1", "--Controllers:0:Peer=127.0.0.1:7092",
    ];

    public static RaftLogOptions Load(params string[] changes) => LoadWith(new Hashtable(), changes);

    public static RaftLogOptions LoadWith(IDictionary environment, params string[] changes) =>
        OptionsReader.Read(ConfigurationSources.Load(CommandLine.Parse([.. Minimal, .. changes]), environment));

    public static IReadOnlyList<string> Problems(params string[] changes) =>
        Assert.Throws<ConfigurationException>(() => Load(changes))!.Problems;

    public static string OnlyProblem(params string[] changes)
    {
        var problems = Problems(changes);
        Assert.That(problems, Has.Count.EqualTo(1), string.Join('\n', problems));
        return problems[0];
    }
}
