namespace RaftLog.Metadata;

/// <summary>A value that a key has somewhere, by the name it has there.</summary>
/// <param name="Name">The key at that place: a topic's <c>retention.ms</c> is a broker's <c>log.retention.ms</c>.</param>
/// <param name="Value">The value there, as written there; null when there is none or it is a secret.</param>
/// <param name="Source">The place.</param>
public sealed record ConfigSynonymValue(string Name, string? Value, ConfigSource Source);
