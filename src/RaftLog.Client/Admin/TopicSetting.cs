namespace RaftLog.Client;

/// <summary>A setting of a topic as it holds.</summary>
/// <param name="Name">The key, by Kafka's name.</param>
/// <param name="Value">The value; null when there is none to show.</param>
/// <param name="Origin">Where the value comes from.</param>
public sealed record TopicSetting(string Name, string? Value, SettingOrigin Origin);
