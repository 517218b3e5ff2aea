using System.CommandLine;
using RaftLog.Cli.Output;
using RaftLog.Storage;

namespace RaftLog.Cli.Logs;

/// <summary><c>raftlog log recover</c>: brings a damaged replica back without what it has lost. The last resort, and it says so.</summary>
internal static class LogRecoverCommand
{
    private static readonly Argument<string> ReplicaPath = new("directory")
    {
        Description = "The directory of a replica in a stopped broker's data directory, in its place or put aside (.damaged-n).",
    };

    private static readonly Option<bool> AcceptLoss = new("--accept-loss") { Description = "Do it. Without this, only what would be given up is shown." };

    private static readonly Option<bool> Yes = new("--yes", "-y") { Description = "Do not ask." };

    public static Command Create(CliContext context) => CliCommand.Create(
        "recover",
        "Brings a damaged replica back without what it has lost, when a majority of its partition is damaged.",
        context,
        (parsed, cancellation) => RunAsync(context, parsed, cancellation),
        ReplicaPath,
        AcceptLoss,
        Yes);

    private static async Task RunAsync(CliContext context, ParseResult parsed, CancellationToken cancellation)
    {
        string source = LogFiles.Existing(parsed.GetRequiredValue(ReplicaPath));
        var files = new PhysicalFileSystem();
        string dataDirectory = DataDirectoryLayout.DataDirectoryOf(files, source)
            ?? throw new CliException($"'{source}' is not in a broker's data directory; move it to where it was, among the replicas.", CliExitCode.Usage);
        using var held = StoppedBroker.Hold(files, source);
        var salvage = new ReplicaSalvage(files, dataDirectory);
        try
        {
            var plan = salvage.Plan(source);
            if (plan.IsNeedless)
            {
                await context.Error.WriteLineAsync($"{Name(plan)} is whole; there is nothing to recover.");
                return;
            }

            await context.Error.WriteAsync(SalvageText.Of(plan));
            if (!parsed.GetValue(AcceptLoss))
            {
                throw new CliException("Nothing was changed. To give that up, say --accept-loss.");
            }

            await ConfirmAsync(context, parsed, plan, cancellation);
            Report(context, parsed, plan, salvage.CarryOut(plan));
        }
        catch (SalvageRefusedException refused)
        {
            throw new CliException(refused.Message);
        }
    }

    private static string Name(SalvagePlan plan) => $"{plan.Manifest.TopicName}-{plan.Manifest.Partition}";

    private static async Task ConfirmAsync(CliContext context, ParseResult parsed, SalvagePlan plan, CancellationToken cancellation)
    {
        if (parsed.GetValue(Yes))
        {
            return;
        }

        await context.Error.WriteAsync($"Type {Name(plan)} to give that up: ".AsMemory(), cancellation);
        using var input = new StreamReader(context.Input, leaveOpen: true);
        if ((await input.ReadLineAsync(cancellation))?.Trim() != Name(plan))
        {
            throw new CliException("Nothing was changed.");
        }
    }

    private static void Report(CliContext context, ParseResult parsed, SalvagePlan plan, SalvageOutcome outcome)
    {
        if (parsed.GetValue(ConnectionOptions.Json))
        {
            JsonOutput.Write(context, new
            {
                topic = plan.Manifest.TopicName,
                partition = plan.Manifest.Partition,
                replica = outcome.Replica,
                lastIndex = plan.LastIndex.Value,
                endOffset = plan.EndOffset.Value,
                term = outcome.Term.Value,
                keptAside = outcome.KeptAside,
            });
            return;
        }

        context.Text.WriteLine($"{Name(plan)} is back in {outcome.Replica}, up to offset {plan.EndOffset.Value - 1}.");
        foreach (string aside in outcome.KeptAside)
        {
            context.Text.WriteLine($"kept aside: {aside}");
        }
    }
}
