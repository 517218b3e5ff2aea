using System.CommandLine;
using RaftLog.Client;

namespace RaftLog.Cli.Groups;

/// <summary><c>raftlog group delete</c>: forgets groups without members, with their offsets.</summary>
internal static class GroupDeleteCommand
{
    private static readonly Argument<string[]> Groups = new("group") { Description = "The ids of the groups.", Arity = ArgumentArity.OneOrMore };

    public static Command Create(CliContext context) => CliCommand.Create(
        "delete", "Deletes groups without members, with their offsets.", context, (parsed, cancellation) => RunAsync(context, parsed, cancellation), Groups);

    private static async Task RunAsync(CliContext context, ParseResult parsed, CancellationToken cancellation)
    {
        await using var admin = new AdminClient(ConnectionOptions.Client(parsed));
        foreach (var id in parsed.GetRequiredValue(Groups))
        {
            await admin.DeleteGroupAsync(id, cancellation);
            await context.Error.WriteLineAsync($"deleted group {id}");
        }
    }
}
