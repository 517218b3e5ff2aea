using System.CommandLine;
using RaftLog.Client;

namespace RaftLog.Cli;

/// <summary>The options of every command that talks to a cluster.</summary>
internal static class ConnectionOptions
{
    /// <summary>Where to connect when the command line does not say.</summary>
    public const string BootstrapVariable = "RAFTLOG_BOOTSTRAP";

    private const string DefaultBootstrap = "127.0.0.1:9092";
    private const int DefaultTimeoutSeconds = 15;

    public static readonly Option<string> Bootstrap = new("--bootstrap", "-b")
    {
        Description = $"The brokers to ask first, host:port,... (else the environment's {BootstrapVariable}).",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable(BootstrapVariable) is { Length: > 0 } text ? text : DefaultBootstrap,
        Recursive = true,
    };

    public static readonly Option<double> Timeout = new("--timeout")
    {
        Description = "Seconds until a request to the cluster is given up.",
        DefaultValueFactory = _ => DefaultTimeoutSeconds,
        Recursive = true,
    };

    public static readonly Option<bool> Json = new("--json") { Description = "Write JSON instead of a table.", Recursive = true };

    /// <summary>The options of a client that the command line asks for.</summary>
    public static ClientOptions Client(ParseResult parsed) => Apply(new ClientOptions(), parsed);

    /// <summary>Fills in what the command line says.</summary>
    public static T Apply<T>(T options, ParseResult parsed)
        where T : ClientOptions
    {
        var timeout = TimeSpan.FromSeconds(parsed.GetValue(Timeout));
        return options with
        {
            BootstrapServers = parsed.GetRequiredValue(Bootstrap),
            ClientId = "raftlog-cli",
            OperationTimeout = timeout,
        };
    }
}
