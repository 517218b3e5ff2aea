namespace RaftLog.Client;

/// <summary>A setting of a broker as it holds.</summary>
/// <param name="Name">The key, by Kafka's name.</param>
/// <param name="Value">The value; null when there is none to show.</param>
/// <param name="Origin">Where the value comes from.</param>
/// <param name="IsReadOnly">Whether only the broker's own configuration file can set it.</param>
/// <param name="Documentation">What it does; null when the broker does not say.</param>
public sealed record BrokerSetting(string Name, string? Value, SettingOrigin Origin, bool IsReadOnly, string? Documentation);
