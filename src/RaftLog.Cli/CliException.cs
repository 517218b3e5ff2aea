namespace RaftLog.Cli;

/// <summary>The command cannot be carried out as asked; the message is for the person who typed it.</summary>
internal sealed class CliException(string message, int exitCode = CliExitCode.Failure) : Exception(message)
{
    /// <summary>How the process ends.</summary>
    public int ExitCode { get; } = exitCode;
}
