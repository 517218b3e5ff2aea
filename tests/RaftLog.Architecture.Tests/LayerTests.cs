using System.Xml.Linq;

namespace RaftLog.Architecture.Tests;

/// <summary>References between the projects in src point downward only, along the edges drawn in the table and no others.</summary>
public sealed class LayerTests
{
    private const string Prefix = "RaftLog.";

    /// <summary>Every project in src, from the bottom up, with the projects that it may name in a ProjectReference.</summary>
    private static readonly Dictionary<string, string[]> AllowedEdges = new()
    {
        ["Model"] = [],
        ["Consensus"] = ["Model"],
        ["Storage"] = ["Model"],
        ["Replication"] = ["Consensus", "Storage", "Protocol.Generator"],
        ["Metadata"] = ["Replication", "Protocol.Generator"],
        ["Protocol.Generator"] = [],
        ["Protocol"] = ["Model", "Protocol.Generator"],
        ["Broker"] = ["Protocol", "Metadata", "Replication"],
        ["Server"] = ["Broker"],
        ["Client"] = ["Protocol"],
        ["Cli"] = ["Client", "Storage"],
        ["Embedded"] = ["Server", "Client"],
    };

    [Test]
    public void SourceProjects_ReferenceOnlyTheLayersBelow()
    {
        var projects = Directory.GetFiles(Path.Combine(RepositoryRoot(), "src"), "*.csproj", SearchOption.AllDirectories);
        Assert.That(projects, Is.Not.Empty, "No project found in src.");

        var offences = projects.Order(StringComparer.Ordinal).SelectMany(Offences).ToArray();

        Assert.That(offences, Is.Empty, $"Offending references:{Environment.NewLine}{string.Join(Environment.NewLine, offences)}");
    }

    private static IEnumerable<string> Offences(string projectFile)
    {
        var project = LayerName(projectFile);
        if (!AllowedEdges.TryGetValue(project, out var allowed))
        {
            return [$"{project}: not in the table of layers"];
        }

        return ReferencesOf(projectFile)
            .Where(target => !allowed.Contains(target))
            .Select(target => $"{project} -> {target}");
    }

    private static IEnumerable<string> ReferencesOf(string projectFile) =>
        XDocument.Load(projectFile)
            .Descendants()
            .Where(element => element.Name.LocalName == "ProjectReference")
            .Select(element => LayerName((string?)element.Attribute("Include") ?? "(no Include)"));

    private static string LayerName(string projectPath)
    {
        var name = Path.GetFileNameWithoutExtension(projectPath.Replace('\\', '/'));
        return name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..] : name;
    }

    private static string RepositoryRoot()
    {
        var directory = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "RaftLog.sln")))
        {
            directory = directory.Parent;
        }

        return directory?.FullName ?? throw new InvalidOperationException("RaftLog.sln is in no directory above the test's.");
    }
}
