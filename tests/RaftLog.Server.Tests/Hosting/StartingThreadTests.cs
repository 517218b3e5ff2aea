using System.Net.Sockets;
using RaftLog.Server.Hosting;
using RaftLog.Tests;

namespace RaftLog.Server.Tests.Hosting;

/// <summary>Which requests are started on the thread that polled their connection; each test has a thread of its own in that one's place.</summary>
public sealed class StartingThreadTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ManualTime _time = new();
    private PollingThreads _pollers = null!;
    private Socket _client = null!;
    private Socket _server = null!;
    private StartingThread _thread = null!;

    [SetUp]
    public async Task ConnectAsync()
    {
        (_client, _server) = await LoopbackSockets.ConnectAsync();
        _pollers = new PollingThreads(_time);
        _thread = new StartingThread(_pollers, _server);
    }

    [TearDown]
    public void Close()
    {
        _client.Dispose();
        _server.Dispose();
    }

    [Test]
    public void ShortRequest_IsStartedWhereItWasReceived()
    {
        Assert.That(StaysOnItsThread(isShort: true), Is.True);
    }

    // Often: who asks may be slow to wait for the answer.
    [Test]
    public void OtherRequest_IsStartedOnTheThreadPool()
    {
        for (int i = 0; i < 1_000; i++)
        {
            Assert.That(StaysOnItsThread(isShort: false), Is.False);
        }
    }

    [Test]
    public async Task WorkersOfTheThreadPool_AreStayedOn_HoweverLongItTakes()
    {
        bool stayed = await Task.Run(() => StartAsync(_thread, isShort: false, takes: TimeSpan.FromSeconds(1)));

        Assert.That(stayed, Is.True);
        Assert.That(_pollers.AreAvoided, Is.False);
    }

    [Test]
    public void AfterAHoldUp_AllConnectionsLeave_ForAHundredTimesAsLong()
    {
        Assert.That(StaysOnItsThread(isShort: true, takes: TimeSpan.FromMilliseconds(200)), Is.True);
        var other = new StartingThread(_pollers, _server);

        Assert.That(StaysOnItsThread(isShort: true), Is.False);
        Assert.That(StaysOnItsThread(isShort: true, other), Is.False);
        _time.Advance(TimeSpan.FromSeconds(19));
        Assert.That(StaysOnItsThread(isShort: true), Is.False);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(StaysOnItsThread(isShort: true), Is.True);
        Assert.That(StaysOnItsThread(isShort: true, other), Is.True);
    }

    [Test]
    public async Task ConnectionWhoseBytesDoNotEnd_LeavesNowAndThen()
    {
        await _client.SendAsync(new byte[] { 1, 2, 3 });
        Assert.That(_server.Poll(Patience, SelectMode.SelectRead), Is.True);

        Assert.That(StaysOnItsThread(isShort: true), Is.False);
        Assert.That(StaysOnItsThread(isShort: true), Is.True);
        _time.Advance(TimeSpan.FromMilliseconds(5));
        Assert.That(StaysOnItsThread(isShort: true), Is.False);
    }

    [Test]
    public void ConnectionThatIsGone_IsNoFlood()
    {
        _server.Dispose();

        Assert.That(StaysOnItsThread(isShort: true), Is.True);
    }

    private bool StaysOnItsThread(bool isShort, StartingThread? connection = null, TimeSpan takes = default)
    {
        connection ??= _thread;
        Task<bool>? starting = null;
        var poller = new Thread(() => starting = StartAsync(connection, isShort, takes));
        poller.Start();
        Assert.That(poller.Join(Patience), Is.True);
        Assert.That(starting!.Wait(Patience), Is.True);
        return starting.Result;
    }

    private async Task<bool> StartAsync(StartingThread connection, bool isShort, TimeSpan takes)
    {
        // The thread in a poller's place is none of the pool's. Numbers of threads say nothing: a worker may have that of one that has ended.
        bool wasOnThreadPool = Thread.CurrentThread.IsThreadPoolThread;
        await connection.BeforeAsync(isShort);
        bool stays = Thread.CurrentThread.IsThreadPoolThread == wasOnThreadPool;
        _time.Advance(takes);
        connection.After();
        return stays;
    }
}
