namespace RaftLog.Simulator.Runs;

/// <summary>The command line is wrong; the message is for whoever typed it.</summary>
internal sealed class UsageException(string message) : Exception(message);
