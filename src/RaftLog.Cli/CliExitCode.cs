namespace RaftLog.Cli;

/// <summary>How the process ends; scripts rely on these numbers.</summary>
internal static class CliExitCode
{
    /// <summary>Done.</summary>
    public const int Success = 0;

    /// <summary>The cluster or a file said no; the message on standard error says why.</summary>
    public const int Failure = 1;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 2;

    /// <summary>What was asked for is not there: an unknown topic or group.</summary>
    public const int NotFound = 3;

    /// <summary>No broker answered, or not in time; the same command may succeed later.</summary>
    public const int Unavailable = 4;

    /// <summary>Ended by Ctrl-C, as shells report SIGINT.</summary>
    public const int Interrupted = 130;
}
