namespace RaftLog.Interop.Tests;

/// <summary>Where the client written in Go is, which <see cref="InteropCluster"/> builds.</summary>
internal static class GoProgram
{
    // Where Debian's packages of Go libraries put their sources.
    private const string Libraries = "/usr/share/gocode";

    public static string Path { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "sarama-client");

    public static async Task BuildAsync(CancellationToken cancellation)
    {
        string source = System.IO.Path.Combine(AppContext.BaseDirectory, "Clients", "sarama");
        string[] variables = ["GO111MODULE=off", $"GOPATH={Libraries}"];
        await using ForeignProcess build = ForeignProcess.Start("env", ["-C", source, .. variables, "go", "build", "-o", Path, "."]);
        await build.EndAsync(cancellation);
    }
}
