using RaftLog.Model;

namespace RaftLog.Storage.Tests;

/// <summary>A crash at each single file operation of a compaction leaves the old segments or the new ones, and nothing beside them.</summary>
public sealed class CompactionCrashTests
{
    private static readonly PartitionLogOptions Options = new() { SegmentBytes = 4096, IndexIntervalBytes = 200 };

    [Test]
    public void Crash_AtEachFileOperation_LosesNothing_AndLeavesNoStrayFile([Values("kill", "power loss", "torn power loss")] string crash)
    {
        int operations = 0;
        while (CrashAt(operations, crash))
        {
            operations++;
        }

        Assert.That(operations, Is.GreaterThan(20), "There was nothing to crash.");
    }

    // False when the compaction ended before it came to that operation.
    private static bool CrashAt(int operation, string crash)
    {
        var storage = new TestStorage(cacheBytes: 0);
        var twin = new CompactionTwin();
        PartitionLog log = storage.Open(Options);
        Fill(log, twin, seed: 1);
        log.Compact();
        Fill(log, twin, seed: 2);
        storage.Flusher.FlushOnce();
        LogIndex last = log.LastIndex;

        int done = 0;
        storage.Faults.Before = (what, path) =>
        {
            if (done++ >= operation)
            {
                throw new IOException($"The process died before it could {what} {path}.");
            }
        };
        bool died = Dies(log, storage);
        storage.Faults.Before = static (_, _) => { };
        Crash(storage, crash, operation);

        using PartitionLog reopened = storage.Open(Options);
        Assert.That(reopened.LastIndex, Is.EqualTo(last), $"Crash at {operation}.");
        RequireOnlyFilesOfTheLog(storage, reopened);
        twin.Check(reopened, new Random(operation));
        reopened.Compact();
        CompactionTwin.CheckIsClean(reopened, reopened.LogEndOffset);
        twin.Check(reopened, new Random(operation));
        return died;
    }

    private static void Fill(PartitionLog log, CompactionTwin twin, int seed)
    {
        var random = new Random(seed);
        for (int i = 0; i < 120; i++)
        {
            twin.Append(log.AppendKeyed([($"key-{random.Next(20)}", random.Next(5) == 0 ? null : $"value {i}"), ($"key-{random.Next(9)}", "x")]));
        }

        log.WritePending();
        log.Roll();
        log.AppendContent(EntryKind.NoOp);
        log.WritePending();
    }

    private static bool Dies(PartitionLog log, TestStorage storage)
    {
        try
        {
            log.Compact();
            storage.Flusher.FlushOnce();
            return log.Failure is not null;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static void Crash(TestStorage storage, string crash, int seed)
    {
        switch (crash)
        {
            case "kill":
                storage.Restart();
                break;
            case "power loss":
                storage.LosePower();
                break;
            default:
                storage.LosePower(new Random(seed));
                break;
        }
    }

    private static void RequireOnlyFilesOfTheLog(TestStorage storage, PartitionLog log)
    {
        IEnumerable<string> segments = log.Segments.Select(segment => segment.Path);
        Assert.That(storage.Files(".log"), Is.EquivalentTo(segments));
        Assert.That(storage.Files(".index"), Is.SubsetOf(segments.Select(SegmentName.IndexPathOf)));
        Assert.That(storage.Files(".tmp"), Is.Empty);
    }
}
