using System.CommandLine;
using System.Globalization;
using RaftLog.Cli.Output;
using RaftLog.Client;
using RaftLog.Model;

namespace RaftLog.Cli.Topics;

/// <summary><c>raftlog topic reassign</c>: moves partitions of a topic to other brokers, shows which are on their way, and takes moves back.</summary>
internal static class TopicReassignCommand
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private static readonly Argument<string> Topic = TopicArgument.Create();

    private static readonly Option<string[]> To = new("--to")
    {
        Description = "A partition and the brokers that shall hold it, partition=1,2,3, the preferred leader first; may be repeated.",
        DefaultValueFactory = _ => [],
    };

    private static readonly Option<int[]> Cancel = new("--cancel")
    {
        Description = "A partition whose move is taken back; may be repeated.",
        DefaultValueFactory = _ => [],
    };

    private static readonly Option<bool> Wait = new("--wait")
    {
        Description = "End only when no partition of the topic is being moved any more; tells on standard error how many are left.",
    };

    public static Command Create(CliContext context) => CliCommand.Create(
        "reassign",
        "Moves partitions to other brokers; without --to and --cancel, shows those that are being moved.",
        context,
        (parsed, cancellation) => RunAsync(context, parsed, cancellation),
        Topic,
        To,
        Cancel,
        Wait);

    private static async Task RunAsync(CliContext context, ParseResult parsed, CancellationToken cancellation)
    {
        string name = parsed.GetRequiredValue(Topic);
        var moves = MovesOf(name, parsed);
        await using var admin = new AdminClient(ConnectionOptions.Client(parsed));
        if (moves.Count > 0)
        {
            await admin.ReassignPartitionsAsync(moves, cancellation);
        }

        var moving = await MovingAsync(admin, name, cancellation);
        if (parsed.GetValue(Wait))
        {
            moving = await WaitAsync(context, admin, name, moving, cancellation);
        }

        Print(context, parsed, name, moving);
    }

    private static Dictionary<TopicPartition, IReadOnlyList<int>?> MovesOf(string topic, ParseResult parsed)
    {
        var wanted = parsed.GetRequiredValue(To).Select(NameAndValue.Parse).Select(pair => (Partition: NumberOf(pair), Brokers: (IReadOnlyList<int>?)BrokerList.Parse(pair.Value)));
        var taken = parsed.GetRequiredValue(Cancel).Select(partition => (Partition: partition, Brokers: (IReadOnlyList<int>?)null));
        var moves = new Dictionary<TopicPartition, IReadOnlyList<int>?>();
        foreach (var (partition, brokers) in wanted.Concat(taken))
        {
            if (!moves.TryAdd(new TopicPartition(topic, partition), brokers))
            {
                throw new CliException($"Partition {partition} is named more than once.", CliExitCode.Usage);
            }
        }

        return moves;
    }

    private static int NumberOf(NameAndValue pair) => int.TryParse(pair.Name, NumberStyles.None, CultureInfo.InvariantCulture, out int partition)
        ? partition
        : throw new CliException($"'{pair.Name}={pair.Value}' is not of the form partition=1,2,3.", CliExitCode.Usage);

    private static async Task<Moving[]> MovingAsync(AdminClient admin, string topic, CancellationToken cancellation)
    {
        var all = await admin.ListReassignmentsAsync(cancellation);
        return
        [
            .. from move in all
               where move.Key.Topic == topic
               orderby move.Key.Partition
               select new Moving(move.Key.Partition, move.Value.Replicas, move.Value.Adding, move.Value.Removing),
        ];
    }

    private static async Task<Moving[]> WaitAsync(CliContext context, AdminClient admin, string topic, Moving[] moving, CancellationToken cancellation)
    {
        int told = -1;
        while (moving.Length > 0)
        {
            if (moving.Length != told)
            {
                told = moving.Length;
                await context.Error.WriteLineAsync($"raftlog: {told} of {topic}'s partitions are being moved");
            }

            await Task.Delay(Pause, context.Time, cancellation);
            moving = await MovingAsync(admin, topic, cancellation);
        }

        return moving;
    }

    private static void Print(CliContext context, ParseResult parsed, string topic, Moving[] moving)
    {
        if (parsed.GetValue(ConnectionOptions.Json))
        {
            JsonOutput.Write(context, new { topic, moving });
            return;
        }

        if (moving.Length == 0)
        {
            context.Text.WriteLine($"no partition of {topic} is being moved");
            return;
        }

        var table = TableOutput.Create("#partition", "replicas", "adding", "removing");
        foreach (var move in moving)
        {
            table.Row(move.Partition, TableOutput.Join(move.Replicas), TableOutput.Join(move.Adding), TableOutput.Join(move.Removing));
        }

        table.Print(context);
    }

    private sealed record Moving(int Partition, IReadOnlyList<int> Replicas, IReadOnlyList<int> Adding, IReadOnlyList<int> Removing);
}
