using System.Diagnostics;
using System.Globalization;
using RaftLog.LocalCluster;

namespace RaftLog.Chaos;

/// <summary>
/// One bit flips in a file of a given kind, while the victim runs or while it is stopped. The fault is over when the victim's log names that file; one that
/// it must not start without is replaced as the operations manual says, by an empty directory.
/// </summary>
internal sealed class FlippedBitNemesis(Random random) : INemesis
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public string Words { get; private set; } = "";

    /// <inheritdoc/>
    public async Task StrikeAsync(ChaosCluster cluster, FaultPlan plan, IReadOnlyList<int> victims, FaultClock clock, CancellationToken cancellation)
    {
        int victim = victims[0];
        LocalNode node = cluster.NodeOf(victim);
        if (plan.IsStopped)
        {
            // A replica that was just rebuilt has not everything at once, and some only when it is closed.
            if (plan.File is not (FlippedFile.CleanStop or FlippedFile.ProducerSnapshot))
            {
                await FindAsync(plan.File, node, cancellation);
            }

            await cluster.StopAsync(victim, cancellation);
        }

        if (plan.File == FlippedFile.ProducerSnapshot && FlippedFiles.Find(plan.File, node.DataDirectory) is null)
        {
            // A broker with an empty directory behind it writes its first one when it closes.
            await cluster.StopAsync(victim, cancellation);
            cluster.Start(victim);
            await cluster.WaitUntilWholeAsync(cancellation);
        }

        string file = await FindAsync(plan.File, node, cancellation);
        long logged = new FileInfo(node.LogFile).Length;
        clock.Strike();
        string what = Flip(file, plan.IsAtTail);
        byte[] damaged = await File.ReadAllBytesAsync(file, cancellation);
        long started = Stopwatch.GetTimestamp();
        if (plan.IsStopped)
        {
            cluster.Start(victim);
        }

        await WaitUntilNamedAsync(node, file, logged, cancellation);
        Words = string.Create(
            CultureInfo.InvariantCulture,
            $"{Kebab.Of(plan.File)} {(plan.IsStopped ? "of a stopped broker" : "of a running broker")}, {what} in {Path.GetRelativePath(node.DataDirectory, file)}: named after {Stopwatch.GetElapsedTime(started).TotalSeconds:F1} s.");
        if (plan.File == FlippedFile.MetadataSnapshot || FlippedFiles.PutsReplicaAside(plan.File))
        {
            await WaitUntilReplacedAsync(file, damaged, cancellation);
        }

        if (plan.IsStopped && FlippedFiles.StopsTheStart(plan.File))
        {
            await ReplaceDirectoryAsync(cluster, victim, node, cancellation);
            Words += " The broker refused to start, and got an empty directory.";
        }
    }

    /// <inheritdoc/>
    public Task HealAsync(ChaosCluster cluster, FaultPlan plan, IReadOnlyList<int> victims, CancellationToken cancellation) => Task.CompletedTask;

    // A kind that is not there must not pass for one that was repaired.
    private static async Task<string> FindAsync(FlippedFile kind, LocalNode node, CancellationToken cancellation)
    {
        string? file = null;
        await WaitUntilAsync(
            () => (file = FlippedFiles.Find(kind, node.DataDirectory)) is not null,
            $"{node.DataDirectory} has no file of the kind {Kebab.Of(kind)}: nothing was damaged.",
            cancellation);
        return file!;
    }

    private static Task WaitUntilNamedAsync(LocalNode node, string file, long from, CancellationToken cancellation) => WaitUntilAsync(
        () => SaysSince(node.LogFile, from).Contains(file, StringComparison.Ordinal),
        $"Broker {node.Id} did not name {file} within {Patience.TotalSeconds:F0} s after a bit of it had flipped. See {node.LogFile}.",
        cancellation);

    // A snapshot by a new one of another name, or of the same when the metadata have not changed. A replica is put aside with all its files: only from then on
    // does the cluster lack one, and the next fault, which waits until it is whole, would else hit a second one of three.
    private static Task WaitUntilReplacedAsync(string file, byte[] damaged, CancellationToken cancellation) => WaitUntilAsync(
        () => !Holds(file, damaged), $"{file} is damaged and was not replaced within {Patience.TotalSeconds:F0} s.", cancellation);

    private static async Task WaitUntilAsync(Func<bool> isSo, string otherwise, CancellationToken cancellation)
    {
        long started = Stopwatch.GetTimestamp();
        while (!isSo())
        {
            if (Stopwatch.GetElapsedTime(started) > Patience)
            {
                throw new LocalClusterException(otherwise);
            }

            await Task.Delay(Poll, cancellation);
        }
    }

    private static bool Holds(string file, byte[] contents)
    {
        try
        {
            return File.ReadAllBytes(file).AsSpan().SequenceEqual(contents);
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
    }

    private static string SaysSince(string logFile, long from)
    {
        using var log = new FileStream(logFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        log.Position = from;
        using var reader = new StreamReader(log);
        return reader.ReadToEnd();
    }

    private static async Task ReplaceDirectoryAsync(ChaosCluster cluster, int victim, LocalNode node, CancellationToken cancellation)
    {
        await WaitUntilAsync(
            () => cluster.FindDead().Contains(victim),
            $"Broker {victim} goes on with a file that it must not do without. See {node.LogFile}.",
            cancellation);
        await cluster.KillAsync([victim]);
        Directory.Delete(node.DataDirectory, recursive: true);
        cluster.Start(victim);
    }

    private string Flip(string path, bool atTail)
    {
        int bit = random.Next(8);
        using FileStream file = File.Open(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        long at = atTail ? file.Length - 1 : file.Length / 2;
        file.Position = at;
        int value = file.ReadByte();
        file.Position = at;
        file.WriteByte((byte)(value ^ (1 << bit)));
        return string.Create(CultureInfo.InvariantCulture, $"bit {bit} of byte {at:N0} of {file.Length:N0}");
    }
}
