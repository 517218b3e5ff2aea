namespace RaftLog.Simulator.Tests.Mutants;

/// <summary>The repository that the tests were built from.</summary>
internal static class Repository
{
    public static string Root
    {
        get
        {
            var directory = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
            while (!File.Exists(Path.Combine(directory.FullName, "RaftLog.sln")))
            {
                directory = directory.Parent!;
            }

            return directory.FullName;
        }
    }
}
