namespace RaftLog.Chaos;

/// <summary>The command line is wrong; the message says what is.</summary>
internal sealed class CommandLineException(string message) : Exception(message);
