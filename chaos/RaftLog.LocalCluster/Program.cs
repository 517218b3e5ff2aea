using System.Globalization;
using RaftLog.LocalCluster;

const string Usage = """
    raftlog-local: the brokers of a local cluster as processes. The Makefile is its front end.

      start   [--config NAME] [--port-base PORT] [--node N]   start all brokers, or one, and wait until they are ready
      stop    [--config NAME] [--port-base PORT] [--node N]   stop them gracefully
      kill    --node N [--config NAME] [--port-base PORT]     SIGKILL
      status  [--config NAME] [--port-base PORT]              what runs
    """;

using var interrupted = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    interrupted.Cancel();
};

try
{
    return await RunAsync(args, interrupted.Token);
}
catch (LocalClusterException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
catch (OperationCanceledException)
{
    await Console.Error.WriteLineAsync("Interrupted.");
    return 130;
}

static async Task<int> RunAsync(string[] args, CancellationToken cancellation)
{
    if (args.Length == 0 || args[0] is "help" or "--help" or "-h")
    {
        Console.WriteLine(Usage);
        return args.Length == 0 ? 2 : 0;
    }

    string config = Option(args, "--config") ?? "three-nodes";
    string portText = Option(args, "--port-base") ?? "";
    int portBase = ClusterLayout.DefaultPortBase;
    if (portText.Length > 0 && (!int.TryParse(portText, CultureInfo.InvariantCulture, out portBase) || portBase is < 3000 or > 65000))
    {
        throw new LocalClusterException($"PORT_BASE is the first Kafka port, a number from 3000 to 65000, not '{portText}'.");
    }

    var brokers = new LocalBrokers(ClusterLayout.Load(Checkout.Root, config, portBase), Checkout.ServerProgram);
    BrokerProcess? one = Node(args, brokers);
    switch (args[0])
    {
        case "start":
            await StartAsync(brokers, one, cancellation);
            return 0;
        case "stop":
            await StopAsync(brokers, one, cancellation);
            return 0;
        case "kill":
            BrokerProcess victim = one ?? throw new LocalClusterException("Say which broker: make kill NODE=2.");
            Console.WriteLine(await victim.KillAsync(cancellation) ? $"Broker {victim.Node.Id} killed (SIGKILL)." : $"Broker {victim.Node.Id} did not run.");
            return 0;
        case "status":
            return await PrintStatusAsync(brokers, cancellation) ? 0 : 1;
        default:
            throw new LocalClusterException($"'{args[0]}' is not a command.{Environment.NewLine}{Usage}");
    }
}

static async Task StartAsync(LocalBrokers brokers, BrokerProcess? one, CancellationToken cancellation)
{
    TimeSpan patience = TimeSpan.FromSeconds(60);
    if (one is null)
    {
        await brokers.StartAsync(patience, cancellation);
        await PrintStatusAsync(brokers, cancellation);
        Console.WriteLine();
        Console.WriteLine($"Ready. Bootstrap servers: {brokers.Layout.BootstrapServers}");
        return;
    }

    one.Start();
    await LocalBrokers.WaitUntilReadyAsync([one], patience, cancellation);
    Console.WriteLine($"Broker {one.Node.Id} is ready at {one.Node.Kafka} (process {one.ProcessId}).");
}

static async Task StopAsync(LocalBrokers brokers, BrokerProcess? one, CancellationToken cancellation)
{
    if (one is not null)
    {
        bool ran = await one.StopAsync(TimeSpan.FromSeconds(20), cancellation);
        Console.WriteLine(ran ? $"Broker {one.Node.Id} stopped." : $"Broker {one.Node.Id} did not run.");
        return;
    }

    int stopped = await brokers.StopAsync(cancellation);
    Console.WriteLine(stopped == 0 ? $"No broker of {brokers.Layout.Name} ran." : $"{stopped} brokers of {brokers.Layout.Name} stopped.");
}

static async Task<bool> PrintStatusAsync(LocalBrokers brokers, CancellationToken cancellation)
{
    bool all = true;
    Console.WriteLine("broker  process  state      kafka            health and metrics       log");
    foreach (BrokerProcess broker in brokers.Brokers)
    {
        int? process = broker.ProcessId;
        bool ready = process is not null && (await broker.ReadinessAsync(cancellation)).IsReady;
        all &= ready;
        string state = ready ? "ready" : process is null ? "stopped" : "not ready";
        LocalNode node = broker.Node;
        Console.WriteLine(
            $"{node.Id,-7} {process?.ToString(CultureInfo.InvariantCulture) ?? "-",-8} {state,-10} {node.Kafka,-16} {node.Http,-24} {Path.GetRelativePath(Environment.CurrentDirectory, node.LogFile)}");
    }

    return all;
}

static BrokerProcess? Node(string[] args, LocalBrokers brokers)
{
    string? text = Option(args, "--node");
    if (string.IsNullOrEmpty(text))
    {
        return null;
    }

    return int.TryParse(text, CultureInfo.InvariantCulture, out int id) ? brokers[id] : throw new LocalClusterException($"NODE is a broker's number, not '{text}'.");
}

static string? Option(string[] args, string name)
{
    int at = Array.IndexOf(args, name);
    return at >= 0 && at + 1 < args.Length ? args[at + 1] : null;
}
