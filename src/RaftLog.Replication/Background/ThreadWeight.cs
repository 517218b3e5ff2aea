using System.Runtime.InteropServices;

namespace RaftLog.Replication;

/// <summary>What the scheduler of the system gives a thread when there are more of them to run than processors.</summary>
internal static partial class ThreadWeight
{
    // The calling thread: to Linux, each thread is a process of its own here.
    private const int OfProcess = 0;
    private const int Self = 0;

    // About a third of the weight of the others. Less, and a thread that is stopped while it holds something would hold up those that are not nice.
    private const int Niceness = 5;

    /// <summary>Gives the calling thread less than the others of this process; nothing happens where the system has no such thing.</summary>
    public static void Lower()
    {
        if (OperatingSystem.IsLinux())
        {
            _ = SetPriority(OfProcess, Self, Niceness);
        }
    }

    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, int who, int priority);
}
