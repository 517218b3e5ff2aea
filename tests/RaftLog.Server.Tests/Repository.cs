namespace RaftLog.Server.Tests;

/// <summary>Finds files of this repository from a test.</summary>
internal static class Repository
{
    /// <summary>The directory of the solution.</summary>
    public static string Root
    {
        get
        {
            var directory = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
            while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "RaftLog.sln")))
            {
                directory = directory.Parent;
            }

            return directory?.FullName ?? throw new InvalidOperationException("RaftLog.sln is in no directory above the test's.");
        }
    }
}
