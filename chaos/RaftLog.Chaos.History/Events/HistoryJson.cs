using System.Text.Json;
using System.Text.Json.Serialization;

namespace RaftLog.Chaos.History;

/// <summary>How lines are written and read.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, AllowOutOfOrderMetadataProperties = true)]
[JsonSerializable(typeof(HistoryEvent))]
[JsonSerializable(typeof(FaultEvent))]
internal sealed partial class HistoryJson : JsonSerializerContext;
