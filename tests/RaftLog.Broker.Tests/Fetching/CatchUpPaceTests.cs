using RaftLog.Broker.Fetching;
using RaftLog.Broker.Network;

namespace RaftLog.Broker.Tests.Fetching;

/// <summary>When a consumer that reads from files is held back.</summary>
public sealed class CatchUpPaceTests
{
    private const int BytesPerSecond = 1_000_000;
    private const int LeastLoad = 64 * 1024;
    private const int AtLeastLoad = BytesPerSecond + (4 * LeastLoad);

    private readonly ClientConnection _connection = new("client:1", "client", CancellationToken.None);
    private readonly ClientConnection _other = new("other:1", "other", CancellationToken.None);
    private ManualTime _time = null!;
    private CatchUpPace _pace = null!;
    private long _appended;

    [SetUp]
    public void Create()
    {
        _time = new ManualTime();
        _appended = 0;
        _pace = new CatchUpPace(_time, BytesPerSecond, () => _appended);
        _pace.Take(_connection, 1);
        _connection.ReadsAgainAt = _other.ReadsAgainAt = TimeSpan.Zero;
    }

    [Test]
    public async Task WhereHardlyAnythingIsWritten_NobodyIsHeldBack()
    {
        Append(LeastLoad - 1, inMs: 1_000);
        _pace.Take(_connection, 1_000_000);

        Assert.That(await _pace.WaitAsync(_connection), Is.EqualTo(int.MaxValue));
    }

    [Test]
    public async Task WhileSomebodyWrites_WhatWasReadIsPaidWithTime_AndComesInSmallerPieces()
    {
        Append(LeastLoad, inMs: 1_000);
        _pace.Take(_connection, AtLeastLoad / 2);

        Assert.That(await WaitThroughAsync(milliseconds: 500), Is.EqualTo(256 * 1024));
    }

    [Test]
    public async Task WhereMuchIsWritten_ReadersGetFourTimesAsMuch()
    {
        Append(10_000_000, inMs: 1_000);
        _pace.Take(_connection, 4_100_000);

        await WaitThroughAsync(milliseconds: 100);
    }

    [Test]
    public async Task Readers_ShareWhatThereIs()
    {
        Append(LeastLoad, inMs: 1_000);
        _pace.Take(_connection, AtLeastLoad / 4);
        _pace.Take(_other, AtLeastLoad / 4);

        Task<int> first = _pace.WaitAsync(_connection).AsTask();
        Task<int> second = _pace.WaitAsync(_other).AsTask();
        _time.AdvanceMs(250);
        await first;
        Assert.That(second.IsCompleted, Is.False);
        _time.AdvanceMs(250);

        await second;
    }

    [Test]
    public async Task NobodyWaitsForMoreThanASecondAtATime()
    {
        Append(LeastLoad, inMs: 1_000);
        _pace.Take(_connection, 10 * AtLeastLoad);

        await WaitThroughAsync(milliseconds: 1_000);
    }

    [Test]
    public async Task WhatIsInMemory_CostsNothing_AndEndsTheSmallerPieces()
    {
        Append(LeastLoad, inMs: 1_000);
        _pace.Take(_connection, AtLeastLoad);
        _pace.Take(_connection, 0);

        Assert.That(await _pace.WaitAsync(_connection), Is.EqualTo(int.MaxValue));
    }

    [Test]
    public async Task WithoutALimit_NobodyIsHeldBack()
    {
        var pace = new CatchUpPace(_time, bytesPerSecond: 0, () => ++_appended);
        _time.AdvanceMs(1_000);
        pace.Take(_connection, 1_000_000);

        Assert.That(await pace.WaitAsync(_connection), Is.EqualTo(int.MaxValue));
    }

    // Waits, and sees that it takes exactly as long.
    private async Task<int> WaitThroughAsync(int milliseconds)
    {
        Task<int> wait = _pace.WaitAsync(_connection).AsTask();
        _time.AdvanceMs(milliseconds - 1);
        Assert.That(wait.IsCompleted, Is.False);
        _time.AdvanceMs(1);
        return await wait;
    }

    private void Append(long bytes, int inMs)
    {
        _appended += bytes;
        _time.AdvanceMs(inMs);
    }
}
