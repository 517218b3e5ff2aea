using RaftLog.Model;

namespace RaftLog.Storage.Tests;

/// <summary>
/// A crash at every single step of the replacement of a log: before each operation on the disk the process dies, or the power goes with all that
/// was not flushed, or with any part of it. The next open finds the old log or the new one, whole, and no file of the other.
/// </summary>
public sealed class ReplaceCrashTests
{
    private static readonly PartitionLogOptions Options = new() { SegmentBytes = 4096, IndexIntervalBytes = 300 };

    [Test]
    public void Replacement_IsDoneOrNot_WhereverItIsInterrupted([Values] bool losesPower, [Range(0, 11)] int tearing)
    {
        if (!losesPower && tearing > 0)
        {
            return;
        }

        bool reachedTheEnd = false;
        var outcomes = new HashSet<LogIndex>();
        for (int step = 0; !reachedTheEnd; step++)
        {
            Assert.That(step, Is.LessThan(1_000), "The replacement does not end.");
            var storage = new TestStorage();
            (List<byte[]> old, List<byte[]> replacement) = CrashAt(storage, step, out reachedTheEnd);
            storage.Faults.Before = static (_, _) => { };
            if (losesPower)
            {
                storage.LosePower(tearing == 0 ? null : new Random((step * 100) + tearing));
            }
            else
            {
                storage.Restart();
            }

            outcomes.Add(Check(storage, old, replacement, reachedTheEnd, step));
        }

        Assert.That(outcomes, Has.Count.EqualTo(2), "Both outcomes must have been seen.");
    }

    [Test]
    public void EntryBehindTheReplacement_IsNotTakenBack_WhenThePowerGoesAtOnce([Range(0, 9)] int tearing)
    {
        var storage = new TestStorage();
        (_, List<byte[]> replacement) = CrashAt(storage, int.MaxValue, out _, out PartitionLog log);
        log.AppendContent(EntryKind.NoOp, term: 50);
        log.WritePending();
        storage.Flusher.FlushOnce();
        LogIndex last = log.LastIndex;

        storage.LosePower(tearing == 0 ? null : new Random(tearing));

        PartitionLog reopened = storage.Open(Options);
        Assert.That(reopened.LastIndex, Is.EqualTo(last));
        Assert.That(reopened.AllFrames(reopened.FirstIndex).SkipLast(1), Is.EqualTo(replacement));
    }

    private static (List<byte[]> Old, List<byte[]> Replacement) CrashAt(TestStorage storage, int step, out bool reachedTheEnd) =>
        CrashAt(storage, step, out reachedTheEnd, out _);

    // The old log has a segment of the same name as the new one's first, others that the new one lacks, and an end that differs.
    private static (List<byte[]> Old, List<byte[]> Replacement) CrashAt(
        TestStorage storage, int step, out bool reachedTheEnd, out PartitionLog log)
    {
        PartitionLog source = new TestStorage().Open(Options).Fill(250);
        log = storage.Open(Options with { SegmentBytes = 6_000 }).Fill(100);
        log.AppendContent(EntryKind.NoOp, term: 3);
        log.WritePending();
        storage.Flusher.FlushOnce();
        List<byte[]> old = log.AllFrames(new LogIndex(1));
        using LogShipment shipment = source.Ship();
        List<byte[]> replacement = [.. source.AllFrames(new LogIndex(1)).Take((int)shipment.LastIndex.Value)];

        int done = 0;
        storage.Faults.Before = (operation, path) =>
        {
            if (done++ >= step)
            {
                throw new IOException($"The crash came before {operation} of {path}.");
            }
        };
        try
        {
            LogImport import = log.BeginImport();
            shipment.Carry(import, pieceBytes: 5_000);
            log.Replace(import);
            reachedTheEnd = true;
        }
        catch (IOException)
        {
            reachedTheEnd = false;
        }

        return (old, replacement);
    }

    // Returns where the log ends.
    private static LogIndex Check(TestStorage storage, List<byte[]> old, List<byte[]> replacement, bool mustBeNew, int step)
    {
        PartitionLog log = storage.Open(Options);
        List<byte[]> found = log.AllFrames(log.FirstIndex);
        bool isNew = found.Count == replacement.Count;
        Assert.That(isNew || !mustBeNew, Is.True, $"step {step}: it was done.");
        Assert.That(found, Is.EqualTo(isNew ? replacement : old), $"step {step}");
        Assert.That(storage.Disk.EnumerateDirectories(TestStorage.LogPath), Is.Empty, $"step {step}");
        Assert.That(storage.Files(SegmentName.LogSuffix), Has.Count.EqualTo(log.Segments.Length), $"step {step}");
        Assert.That(storage.Files(SegmentName.IndexSuffix), Has.Count.LessThanOrEqualTo(log.Segments.Length), $"step {step}");
        Assert.That(storage.Disk.FileExists($"{TestStorage.LogPath}/{LogCheckpointFile.Name}"), Is.EqualTo(isNew), $"step {step}");
        return log.LastIndex;
    }
}
