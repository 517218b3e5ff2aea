using System.Text.Encodings.Web;
using System.Text.Json;

namespace RaftLog.Benchmarks.Results;

/// <summary>Results as JSON files.</summary>
internal static class ResultFile
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string ToJson(SuiteResult result) => JsonSerializer.Serialize(result, Options) + "\n";

    /// <exception cref="BenchmarkException">It is no result, or one of another schema.</exception>
    public static SuiteResult Parse(string json, string name)
    {
        try
        {
            SuiteResult result = JsonSerializer.Deserialize<SuiteResult>(json, Options) ?? throw new BenchmarkException($"{name} is empty.");
            return result.Schema == SuiteResult.CurrentSchema
                ? result
                : throw new BenchmarkException($"{name} has schema {result.Schema}; this program reads {SuiteResult.CurrentSchema}.");
        }
        catch (JsonException e)
        {
            throw new BenchmarkException($"{name} is not a result of the benchmarks: {e.Message}");
        }
    }

    /// <exception cref="BenchmarkException">It cannot be read, or is no result.</exception>
    public static SuiteResult Read(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path), path);
        }
        catch (IOException e)
        {
            throw new BenchmarkException(e.Message);
        }
    }
}
