namespace RaftLog.LocalCluster;

/// <summary>Finds the checkout and the built programs from where this program lies in it.</summary>
public static class Checkout
{
    /// <summary>The folder of <c>RaftLog.sln</c> above the running program.</summary>
    /// <exception cref="LocalClusterException">The program does not lie in a checkout.</exception>
    public static string Root { get; } = FindRoot();

    /// <summary>The built broker program.</summary>
    /// <exception cref="LocalClusterException">It is not built.</exception>
    public static string ServerProgram => Program("src", "RaftLog.Server", "raftlog-server");

    /// <summary>The built <c>raftlog</c> command.</summary>
    /// <exception cref="LocalClusterException">It is not built.</exception>
    public static string CommandLineProgram => Program("src", "RaftLog.Cli", "raftlog");

    /// <summary>A built program of <c>chaos/</c>.</summary>
    /// <exception cref="LocalClusterException">It is not built.</exception>
    public static string ChaosProgram(string project, string name) => Program("chaos", project, name);

    private static string Program(string folder, string project, string name)
    {
        string path = Path.Combine(Root, folder, project, "bin", "Release", "net10.0", "publish", name);
        return File.Exists(path) ? path : throw new LocalClusterException($"{path} is not built. Run 'make build' first.");
    }

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "RaftLog.sln")))
            {
                return folder.FullName;
            }
        }

        throw new LocalClusterException($"{AppContext.BaseDirectory} is not inside a checkout of RaftLog.");
    }
}
