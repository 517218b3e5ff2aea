namespace RaftLog.Benchmarks.EndToEnd;

/// <summary>The load client failed; the message is what it said.</summary>
internal sealed class LoadClientException(string message) : Exception(message);
