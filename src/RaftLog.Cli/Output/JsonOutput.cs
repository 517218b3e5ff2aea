using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RaftLog.Cli.Output;

/// <summary>Writes what <c>--json</c> asks for: names in camel case, one document a command.</summary>
internal static class JsonOutput
{
    private static readonly JsonSerializerOptions Indented = Options(indented: true);
    private static readonly JsonSerializerOptions OneLine = Options(indented: false);

    /// <summary>Writes a document over several lines.</summary>
    public static void Write<T>(CliContext context, T value) => context.Text.WriteLine(JsonSerializer.Serialize(value, Indented));

    /// <summary>The document on one line, for a stream of them.</summary>
    public static byte[] ToLine<T>(T value) => [.. JsonSerializer.SerializeToUtf8Bytes(value, OneLine), (byte)'\n'];

    // It goes to a terminal or a file, never into a web page, so text stays readable.
    private static JsonSerializerOptions Options(bool indented) => new(JsonSerializerDefaults.Web)
    {
        WriteIndented = indented,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
    };
}
