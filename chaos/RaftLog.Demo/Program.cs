using System.Diagnostics;
using System.Globalization;
using RaftLog.Client;
using RaftLog.Demo;
using RaftLog.LocalCluster;
using Spectre.Console;

const string Topic = "demo";
const int Partitions = 3;

if (args is ["--help" or "-h"])
{
    Console.WriteLine("raftlog-demo [FOLDER or FILE]: produces every line of every text file, kills a leader half-way, reads all back and compares.");
    return 0;
}

using var interrupted = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    interrupted.Cancel();
};

try
{
    return await RunAsync(args.Length > 0 ? args[0] : Checkout.Root, interrupted.Token);
}
catch (Exception e) when (e is LocalClusterException or RaftLogException or IOException or UnauthorizedAccessException)
{
    await Console.Error.WriteLineAsync($"The demo failed: {e.Message}");
    return 1;
}
catch (OperationCanceledException)
{
    await Console.Error.WriteLineAsync("Interrupted.");
    return 130;
}

static async Task<int> RunAsync(string input, CancellationToken cancellation)
{
    IReadOnlyList<TextFile> files = DemoInput.Read(input);
    long total = files.Sum(f => (long)f.Lines().Count());
    if (total == 0)
    {
        throw new IOException($"{input} holds no text file.");
    }

    string folder = Path.Combine(Checkout.Root, ".run", $"demo-{Environment.ProcessId}");
    var brokers = new LocalBrokers(ClusterLayout.LoadOnFreePorts(Checkout.Root, "three-nodes", folder), Checkout.ServerProgram);
    bool passed = false;
    try
    {
        passed = await RunOnAsync(brokers, files, total, cancellation);
        return passed ? 0 : 1;
    }
    finally
    {
        await brokers.KillAllAsync(CancellationToken.None);
        if (passed)
        {
            Directory.Delete(folder, recursive: true);
        }
        else
        {
            AnsiConsole.WriteLine($"The brokers' logs and data are kept in {folder}.");
        }
    }
}

static async Task<bool> RunOnAsync(LocalBrokers brokers, IReadOnlyList<TextFile> files, long total, CancellationToken cancellation)
{
    long started = Stopwatch.GetTimestamp();
    AnsiConsole.WriteLine($"Booting three brokers at {brokers.Layout.BootstrapServers} ...");
    await brokers.StartAsync(TimeSpan.FromSeconds(30), cancellation);
    await using (var admin = new AdminClient(new ClientOptions { BootstrapServers = brokers.Layout.BootstrapServers }))
    {
        await admin.CreateTopicAsync(new NewTopic(Topic, Partitions, 3), cancellation);
    }

    AnsiConsole.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"Ready after {Stopwatch.GetElapsedTime(started).TotalSeconds:F1} s. Producing {total:N0} lines of {files.Count:N0} files at acks=all; the leader of the busiest partition is killed half-way."));

    var producer = new DemoProducer(brokers, Topic, Partitions);
    await WithProgressAsync("produced", total, p => producer.RunAsync(files, total, p, cancellation));
    BrokerProcess victim = producer.Victim!;
    AnsiConsole.WriteLine($"Broker {victim.Node.Id} was killed (SIGKILL) and the others went on. Starting it again ...");
    victim.Start();
    await LocalBrokers.WaitUntilReadyAsync([victim], TimeSpan.FromSeconds(30), cancellation);

    var reader = new DemoReader(brokers.Layout.BootstrapServers, Topic);
    long acknowledged = producer.Acks.Acknowledged;
    await WithProgressAsync("read by a group of two", acknowledged, p => reader.RunAsync(acknowledged, p, cancellation));

    var report = new DemoReport(files, producer, reader, total, Stopwatch.GetElapsedTime(started));
    report.Print();
    return report.Passed;
}

static Task WithProgressAsync(string what, long total, Func<Action<long>, Task> work) =>
    AnsiConsole.Progress()
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
        .StartAsync(async context =>
        {
            ProgressTask task = context.AddTask(what, maxValue: total);
            await work(done => task.Value = done);
            task.StopTask();
        });
