using System.Globalization;
using System.Text;
using RaftLog.Storage;

namespace RaftLog.Cli.Logs;

/// <summary>What <c>log recover</c> keeps and gives up, in words that leave nothing open.</summary>
internal static class SalvageText
{
    public static string Of(SalvagePlan plan)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{plan.Manifest.TopicName}-{plan.Manifest.Partition}, from {plan.Source}\n");
        text.Append(CultureInfo.InvariantCulture, $"  damage:   {(plan.Damage is { } damage ? damage.ToString() : "none; the replica was put aside whole")}\n");
        text.Append(CultureInfo.InvariantCulture, $"  kept:     entries {plan.FirstIndex.Value}..{plan.LastIndex.Value}, offsets {plan.StartOffset.Value}..{plan.EndOffset.Value - 1}, ");
        text.Append(CultureInfo.InvariantCulture, $"{plan.BytesKept} bytes\n");
        text.Append(CultureInfo.InvariantCulture, $"  given up: every record from offset {plan.EndOffset.Value} on that no other replica has, acknowledged or not; ");
        text.Append(CultureInfo.InvariantCulture, $"{plan.BytesGivenUp} bytes here, {plan.FramesGivenUp} entries among them that could still be read");
        text.Append(plan.LastOffsetSeen is { } seen ? $", up to offset {seen.Value - 1}\n" : "\n");
        text.Append("  If a whole replica is left on another broker, it will be elected and nothing of what it has is lost. If none is, the longest one\n");
        text.Append("  that was recovered is: recover as many replicas as make a majority, and start all their brokers.\n");
        return text.ToString();
    }
}
