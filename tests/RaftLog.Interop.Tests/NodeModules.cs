namespace RaftLog.Interop.Tests;

/// <summary>Where Node finds the clients from npm: <c>NODE_PATH</c> if set, else where <c>.ci/run</c> installs them in this checkout.</summary>
internal static class NodeModules
{
    public static string Path { get; } = Environment.GetEnvironmentVariable("NODE_PATH") is { Length: > 0 } given ? given : InCheckout();

    private static string InCheckout()
    {
        DirectoryInfo? directory = new(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(System.IO.Path.Combine(directory.FullName, "RaftLog.sln")))
        {
            directory = directory.Parent;
        }

        return System.IO.Path.Combine(directory?.FullName ?? AppContext.BaseDirectory, ".run", "interop", "node_modules");
    }
}
