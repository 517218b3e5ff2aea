using System.CommandLine;

namespace RaftLog.Cli.Configs;

/// <summary>Which brokers a command is about.</summary>
internal static class BrokerOption
{
    /// <summary>The option.</summary>
    public static Option<int?> Create() => new("--broker") { Description = "One broker; all of them if left out." };
}
