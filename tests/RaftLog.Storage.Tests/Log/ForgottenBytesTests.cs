using RaftLog.Model;

namespace RaftLog.Storage.Tests;

/// <summary>What a follower has flushed takes no room in the page cache; what consumers read from stays there.</summary>
public sealed class ForgottenBytesTests
{
    private const int Mebibyte = 1024 * 1024;

    private TestStorage _leaders = null!;
    private TestStorage _followers = null!;
    private PartitionLog _leader = null!;
    private PartitionLog _follower = null!;

    [SetUp]
    public void OpenLogs()
    {
        _leaders = new TestStorage();
        _followers = new TestStorage();
        _leader = _leaders.Open();
        _follower = _followers.Open();
    }

    [TearDown]
    public void CloseLogs()
    {
        _leader.Dispose();
        _follower.Dispose();
    }

    [Test]
    public void Leader_ForgetsNothing()
    {
        Replicate(3 * Mebibyte);

        Assert.That(_leaders.Faults.Forgotten, Is.Empty);
    }

    [Test]
    public void Follower_ForgetsWhatItHasFlushed_AndNothingBeforeThat()
    {
        Replicate(3 * Mebibyte, flush: false);
        Assert.That(_followers.Faults.Forgotten, Is.Empty);

        _followers.Flusher.FlushOnce();

        Assert.That(_followers.Faults.Forgotten, Is.EqualTo(new[] { (Active, 0L, _follower.SizeInBytes) }));
        Assert.That(Operations().SkipWhile(operation => operation != "flush"), Does.Contain("forget"));
    }

    [Test]
    public void Follower_HasReportedWhatItFlushed_BeforeItForgets()
    {
        LogIndex? reported = null;
        _followers.Faults.Before = (operation, _) =>
        {
            if (operation == "forget")
            {
                reported = _followers.Listener.PersistedIndexOf(_follower);
            }
        };

        Replicate(Mebibyte);

        Assert.That(reported, Is.EqualTo(_follower.LastIndex), "An acknowledgement waited for it.");
    }

    [Test]
    public void SmallWrites_AreForgottenTogether()
    {
        for (int i = 0; i < 30; i++)
        {
            Replicate(10_000);
        }

        Assert.That(_followers.Faults.Forgotten, Has.Count.EqualTo(2));
    }

    // A block of memory is forgotten as a whole or not at all, so the one in which the last call ended is named again.
    [Test]
    public void Ranges_Overlap_SoThatNoBlockIsKeptBetweenThem()
    {
        for (int i = 0; i < 8; i++)
        {
            Replicate(Mebibyte);
        }

        (string _, long start, long _) = _followers.Faults.Forgotten[^1];
        Assert.That(start, Is.EqualTo(_followers.Faults.Forgotten[^2].End - (2 * Mebibyte)));
    }

    [Test]
    public void CompleteSegment_IsForgottenWhole()
    {
        Replicate(Mebibyte / 16);
        string complete = Active;
        _follower.Roll();

        _followers.Flusher.FlushOnce();

        Assert.That(_followers.Faults.Forgotten, Is.EqualTo(new[] { (complete, 0L, _follower.Segments[0].WrittenLength) }));
    }

    [Test]
    public void FollowerThatWasCut_ForgetsWhatItGetsAnew()
    {
        Replicate(3 * Mebibyte);
        _follower.TruncateFrom(new LogIndex(1));
        _followers.Faults.Forgotten.Clear();
        _leader.Dispose();
        _leaders = new TestStorage();
        _leader = _leaders.Open();

        Replicate(Mebibyte);
        _follower.Roll();
        _followers.Flusher.FlushOnce();

        Assert.That(_followers.Faults.Forgotten, Is.Not.Empty.And.All.EqualTo((_followers.Files(SegmentName.LogSuffix)[0], 0L, _follower.Segments[0].WrittenLength)));
    }

    [Test]
    public void Log_StaysOnline_WhenAFileCannotBeOpenedToForgetIt()
    {
        _followers.Faults.Before = (operation, _) =>
        {
            if (operation == "forget")
            {
                throw new IOException("Too many open files");
            }
        };

        Replicate(Mebibyte);

        Assert.That(_follower.Failure, Is.Null);
        Assert.That(_followers.Listener.PersistedIndexOf(_follower), Is.EqualTo(_follower.LastIndex));
    }

    [Test]
    public void FollowerThatLeads_ForgetsNoMore()
    {
        Replicate(Mebibyte);
        _followers.Faults.Forgotten.Clear();

        for (int i = 0; i < 3; i++)
        {
            _follower.AppendBatch(term: 2, valueBytes: Mebibyte);
            _follower.WritePending();
            _followers.Flusher.FlushOnce();
        }

        Assert.That(_followers.Faults.Forgotten, Is.Empty);
    }

    private string Active => _followers.Files(SegmentName.LogSuffix)[^1];

    private IEnumerable<string> Operations() => _followers.Faults.Calls.Select(call => call.Operation);

    private void Replicate(int valueBytes, bool flush = true)
    {
        _leader.AppendBatch(valueBytes: valueBytes);
        _leader.WritePending();
        _leaders.Flusher.FlushOnce();
        byte[] frame = _leader.AllFrames(_leader.LastIndex, int.MaxValue)[0];
        var buffer = PooledBuffer.Rent(frame.Length);
        frame.CopyTo(buffer.Span);
        _follower.Append(buffer, 0, frame.Length);
        _follower.WritePending();
        if (flush)
        {
            _followers.Flusher.FlushOnce();
        }
    }
}
