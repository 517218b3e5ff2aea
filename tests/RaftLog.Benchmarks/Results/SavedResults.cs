using RaftLog.LocalCluster;

namespace RaftLog.Benchmarks.Results;

/// <summary>The results that are kept in the repository: each as JSON and as Markdown.</summary>
internal static class SavedResults
{
    /// <summary>Where they are.</summary>
    public static string Folder => Path.Combine(Checkout.Root, "docs", "benchmarks", "results");

    /// <returns>The path of the JSON file.</returns>
    public static string Save(SuiteResult result, string name)
    {
        Directory.CreateDirectory(Folder);
        string json = Path.Combine(Folder, name + ".json");
        File.WriteAllText(json, ResultFile.ToJson(result));
        using var page = new StreamWriter(Path.Combine(Folder, name + ".md")) { NewLine = "\n" };
        page.WriteLine($"# {name}");
        page.WriteLine();
        new MarkdownReport(result, page).Write();
        return json;
    }

    /// <summary>Reads a file, or the saved result of that name.</summary>
    /// <exception cref="BenchmarkException">There is neither.</exception>
    public static SuiteResult Read(string pathOrName)
    {
        string saved = Path.Combine(Folder, pathOrName + ".json");
        return ResultFile.Read(File.Exists(pathOrName) || !File.Exists(saved) ? pathOrName : saved);
    }
}
