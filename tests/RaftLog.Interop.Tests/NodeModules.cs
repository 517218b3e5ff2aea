namespace RaftLog.Interop.Tests;

/// <summary>Where Node and the clients from npm are: <c>NODE_PATH</c> if set, else where <c>.ci/run</c> installs them in this checkout.</summary>
internal static class NodeModules
{
    public static string Path { get; } =
        Environment.GetEnvironmentVariable("NODE_PATH") is { Length: > 0 } given
            ? given
            : System.IO.Path.Combine(LocalCluster.Checkout.Root, ".run", "interop", "node_modules");

    /// <summary>A Node that is recent enough for every client; the system's where none was installed beside the clients.</summary>
    public static string RecentNode { get; } =
        Directory.Exists(Path) && Directory.GetDirectories(Path, "node-linux-*") is [string package, ..]
            ? System.IO.Path.Combine(package, "bin", "node")
            : "node";
}
