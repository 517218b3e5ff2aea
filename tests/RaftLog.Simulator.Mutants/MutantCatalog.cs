using System.Text.Json;
using System.Text.Json.Serialization;

namespace RaftLog.Simulator.Mutants;

/// <summary>The mutants of a folder.</summary>
internal static class MutantCatalog
{
    /// <summary>Where they are, from the root of the repository.</summary>
    public const string Folder = "tests/RaftLog.Simulator.Mutants/mutants";

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>Reads all, in the order of their names.</summary>
    /// <exception cref="MutantException">A file cannot be read; the message names it.</exception>
    public static IReadOnlyList<Mutant> Load(string root) =>
        [.. Directory.EnumerateFiles(Path.Combine(root, Folder), "*.json").Order(StringComparer.Ordinal).Select(Read)];

    private static Mutant Read(string path)
    {
        string name = Path.GetFileNameWithoutExtension(path);
        try
        {
            return JsonSerializer.Deserialize<Mutant>(File.ReadAllText(path), Format)! with { Name = name };
        }
        catch (JsonException problem)
        {
            throw new MutantException($"{path}: {problem.Message}", problem);
        }
    }
}
