namespace RaftLog.Server.Hosting;

/// <summary>The broker cannot start, for a reason that an operator can do something about.</summary>
public sealed class StartupException : Exception
{
    internal StartupException(string message, int exitCode, Exception? innerException = null)
        : base(message, innerException)
    {
        ExitCode = exitCode;
    }

    /// <summary>The exit code of the process.</summary>
    public int ExitCode { get; }
}
