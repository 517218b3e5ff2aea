using RaftLog.Model;
using RaftLog.Storage;

namespace RaftLog.Replication.Tests;

/// <summary>Compares the logs of replicas byte by byte.</summary>
internal static class LogFiles
{
    /// <summary>Every replica holds, where it holds anything, the same frames; all end with the same entry.</summary>
    public static void AssertSameFrames(TestCluster cluster, GroupId? group = null)
    {
        PartitionLog[] logs = [.. cluster.Up.Select(broker => broker.Groups[group ?? TestCluster.Group].Log)];
        LogIndex first = logs.Max(log => log.FirstIndex);
        byte[] expected = Frames(logs[0], first);
        foreach (PartitionLog log in logs)
        {
            Assert.That(log.LastIndex, Is.EqualTo(logs[0].LastIndex));
            Assert.That(Frames(log, first).AsSpan().SequenceEqual(expected), Is.True, $"{log.Directory} holds other frames.");
        }
    }

    private static byte[] Frames(PartitionLog log, LogIndex first)
    {
        var all = new MemoryStream();
        using var slices = new LogSlices();
        while (first <= log.LastIndex)
        {
            slices.Clear();
            FrameRange range = log.ReadFrames(first, log.LastIndex, 1 << 20, slices);
            Assert.That(range.Status, Is.EqualTo(ReadStatus.Ok));
            var bytes = new byte[slices.TotalBytes];
            slices.CopyTo(bytes);
            all.Write(bytes);
            first = range.Last.Next();
        }

        return all.ToArray();
    }
}
