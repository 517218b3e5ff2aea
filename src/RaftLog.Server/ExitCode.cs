namespace RaftLog.Server;

/// <summary>How the process ends. Scripts tell the reasons apart by these numbers, so a number is never given a second meaning.</summary>
internal static class ExitCode
{
    /// <summary>Stopped as asked, or help was printed.</summary>
    public const int Success = 0;

    /// <summary>Something unforeseen; the log has the details.</summary>
    public const int Failure = 1;

    /// <summary>The command line or the configuration is wrong.</summary>
    public const int Configuration = 2;

    /// <summary>A listening address is in use or not an address of this machine.</summary>
    public const int Listener = 3;

    /// <summary>The data directory cannot be created, read or written.</summary>
    public const int DataDirectory = 4;

    /// <summary>The data directory belongs to another broker or cluster.</summary>
    public const int ForeignDataDirectory = 5;

    /// <summary>The data directory was written by a newer version.</summary>
    public const int NewerDataDirectory = 6;

    /// <summary>Another process uses the data directory.</summary>
    public const int LockedDataDirectory = 7;
}
