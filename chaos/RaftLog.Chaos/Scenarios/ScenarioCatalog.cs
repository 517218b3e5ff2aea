using RaftLog.LocalCluster;

namespace RaftLog.Chaos;

/// <summary>The scenarios of the repository.</summary>
internal static class ScenarioCatalog
{
    private static string Folder => Path.Combine(Checkout.Root, "chaos", "scenarios");

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. Directory.GetFiles(Folder, "*.json").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)];

    /// <summary>Reads a scenario by its name, or from a file anywhere.</summary>
    /// <exception cref="ScenarioException">There is none, or something is wrong in it.</exception>
    public static Scenario Load(string nameOrFile)
    {
        if (nameOrFile.EndsWith(".json", StringComparison.Ordinal))
        {
            return ScenarioReader.Read(nameOrFile);
        }

        return Names.Contains(nameOrFile)
            ? ScenarioReader.Read(Path.Combine(Folder, nameOrFile + ".json"))
            : throw new ScenarioException($"There is no scenario '{nameOrFile}' in chaos/scenarios/. There are: {string.Join(", ", Names)}. A path that ends in .json is taken as a file.");
    }
}
