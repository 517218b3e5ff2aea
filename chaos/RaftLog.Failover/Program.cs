using System.Globalization;
using RaftLog.Client;
using RaftLog.Failover;
using RaftLog.LocalCluster;

const string Topic = "failover";

if (args is not [var roundsText] || !int.TryParse(roundsText, CultureInfo.InvariantCulture, out int rounds) || rounds < 1)
{
    await Console.Error.WriteLineAsync("raftlog-failover ROUNDS: takes the leader of a partition away ROUNDS times by SIGKILL, then by SIGSTOP, and prints the gaps.");
    return 2;
}

string folder = Path.Combine(Checkout.Root, ".run", $"failover-{Environment.ProcessId}");
var brokers = new LocalBrokers(ClusterLayout.LoadOnFreePorts(Checkout.Root, "three-nodes", folder), Checkout.ServerProgram);
try
{
    await brokers.StartAsync(TimeSpan.FromSeconds(30), CancellationToken.None);
    await using (var admin = new AdminClient(new ClientOptions { BootstrapServers = brokers.Layout.BootstrapServers }))
    {
        await admin.CreateTopicAsync(new NewTopic(Topic, 1, 3));
    }

    var runs = new FailoverRounds(brokers, Topic);
    Print("SIGKILL", await runs.RunAsync(rounds, leader => leader.KillAsync(CancellationToken.None), leader => leader.Start(), CancellationToken.None));
    Print("SIGSTOP", await runs.RunAsync(rounds, Pause, leader => leader.Resume(), CancellationToken.None));
    return 0;
}
catch (Exception e) when (e is LocalClusterException or RaftLogException)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
finally
{
    await brokers.KillAllAsync(CancellationToken.None);
    Directory.Delete(folder, recursive: true);
}

static Task Pause(BrokerProcess leader)
{
    leader.Pause();
    return Task.CompletedTask;
}

static void Print(string fault, IReadOnlyList<TimeSpan> gaps)
{
    double[] sorted = [.. gaps.Select(g => g.TotalMilliseconds).Order()];
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{fault} of the leader, {sorted.Length} rounds: median {sorted[sorted.Length / 2]:F0} ms, worst {sorted[^1]:F0} ms (all: {string.Join(' ', sorted.Select(g => g.ToString("F0", CultureInfo.InvariantCulture)))})"));
}
