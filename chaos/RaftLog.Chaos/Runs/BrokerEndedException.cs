namespace RaftLog.Chaos;

/// <summary>A broker ended though nobody asked or forced it to: a finding, not a trouble of the runner.</summary>
internal sealed class BrokerEndedException(string message) : Exception(message);
