namespace RaftLog.Interop.Tests;

/// <summary>How a command of a foreign client ended.</summary>
internal sealed record ForeignOutcome(int ExitCode, IReadOnlyList<string> Output, string Errors);
