using System.CommandLine.Parsing;
using RaftLog.Client;

namespace RaftLog.Cli.Consume;

/// <summary>The isolation levels as they are written on the command line.</summary>
internal static class IsolationLevelName
{
    public static IsolationLevel Parse(ArgumentResult result)
    {
        string name = result.Tokens[0].Value;
        switch (name.Replace('_', '-'))
        {
            case "read-committed":
                return IsolationLevel.ReadCommitted;
            case "read-uncommitted":
                return IsolationLevel.ReadUncommitted;
            default:
                result.AddError($"'{name}' is no isolation level; there are read-committed and read-uncommitted.");
                return default;
        }
    }
}
