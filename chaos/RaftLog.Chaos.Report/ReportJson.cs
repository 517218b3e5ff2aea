using System.Text.Json;
using System.Text.Json.Serialization;

namespace RaftLog.Chaos.Report;

/// <summary>How <c>run.json</c> and <c>verdict.json</c> are written and read.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RunInfo))]
[JsonSerializable(typeof(ChaosVerdict))]
internal sealed partial class ReportJson : JsonSerializerContext;
