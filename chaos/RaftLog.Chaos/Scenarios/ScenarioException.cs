namespace RaftLog.Chaos;

/// <summary>A scenario cannot be used; the message names the file, the field and what is allowed.</summary>
internal sealed class ScenarioException(string message, Exception? innerException = null) : Exception(message, innerException);
