using System.Globalization;

namespace RaftLog.Chaos;

/// <summary>One bit in the middle of a segment of the victim flips while it is down: damage that no crash explains.</summary>
internal sealed class BitRotNemesis(Random random) : INemesis
{
    private const string SegmentPattern = "*.log";
    private const string QuarantineInfix = ".damaged-";
    private const int SmallestWorthIt = 4_096;

    /// <inheritdoc/>
    public string Words { get; private set; } = "";

    /// <inheritdoc/>
    public async Task StrikeAsync(ChaosCluster cluster, FaultPlan plan, IReadOnlyList<int> victims, FaultClock clock, CancellationToken cancellation)
    {
        clock.Strike();
        await cluster.KillAsync(victims);
        Words = string.Join(' ', victims.Select(victim => Damage(cluster.NodeOf(victim).DataDirectory)));
    }

    /// <inheritdoc/>
    public Task HealAsync(ChaosCluster cluster, FaultPlan plan, IReadOnlyList<int> victims, CancellationToken cancellation)
    {
        foreach (int victim in victims)
        {
            cluster.Start(victim);
        }

        return Task.CompletedTask;
    }

    private string Damage(string dataDirectory)
    {
        FileInfo[] segments =
        [
            .. Directory.GetFiles(Path.Combine(dataDirectory, "replicas"), SegmentPattern, SearchOption.AllDirectories)
                // What a broker has put aside already it never reads again.
                .Where(path => !path.Contains(QuarantineInfix, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(f => new FileInfo(f))
                .Where(f => f.Length >= SmallestWorthIt),
        ];
        if (segments.Length == 0)
        {
            return "No segment was large enough to damage.";
        }

        FileInfo segment = segments[random.Next(segments.Length)];
        long at = (segment.Length / 4) + random.NextInt64(segment.Length / 4);
        int bit = random.Next(8);
        using FileStream file = segment.Open(FileMode.Open, FileAccess.ReadWrite);
        file.Position = at;
        int value = file.ReadByte();
        file.Position = at;
        file.WriteByte((byte)(value ^ (1 << bit)));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Bit {bit} of byte {at:N0} of {segment.Length:N0} in {Path.GetRelativePath(dataDirectory, segment.FullName)}.");
    }
}
