using System.Net;
using System.Net.Sockets;

namespace RaftLog.Chaos.Runner.Tests;

/// <summary>What a proxy between two brokers does to what passes through it.</summary>
internal sealed class PeerProxyTests
{
    private readonly PeerLink _link = new(1, 2);
    private TcpListener _target = null!;
    private PeerProxy _proxy = null!;

    [SetUp]
    public void Listen()
    {
        _target = new TcpListener(IPAddress.Loopback, 0);
        _target.Start();
        _proxy = new PeerProxy(_link, 0, ((IPEndPoint)_target.LocalEndpoint).Port, new Random(1));
    }

    [TearDown]
    public async Task Stop()
    {
        await _proxy.DisposeAsync();
        _target.Dispose();
    }

    [Test]
    public async Task Bytes_PassBothWays_InOrder()
    {
        using TcpClient dialler = await DialAsync();
        using TcpClient served = await _target.AcceptTcpClientAsync();
        byte[] sent = new byte[300_000];
        new Random(7).NextBytes(sent);

        await served.GetStream().WriteAsync("welcome"u8.ToArray());
        Task sending = dialler.GetStream().WriteAsync(sent).AsTask();

        Assert.That(await ReadAsync(dialler, 7), Is.EqualTo("welcome"u8.ToArray()));
        Assert.That(await ReadAsync(served, sent.Length), Is.EqualTo(sent));
        await sending;
    }

    [Test]
    public async Task CutLink_HoldsBack_AndDeliversWhenItIsHealed()
    {
        using TcpClient dialler = await DialAsync();
        using TcpClient served = await _target.AcceptTcpClientAsync();
        await dialler.GetStream().WriteAsync("a"u8.ToArray());
        await ReadAsync(served, 1);

        _link.Condition = new LinkCondition { IsCut = true };
        await dialler.GetStream().WriteAsync("late"u8.ToArray());
        Task<byte[]> late = ReadAsync(served, 4);
        Assert.That(late.IsCompleted, Is.False);

        _link.Condition = LinkCondition.Healthy;
        Assert.That(await late, Is.EqualTo("late"u8.ToArray()));
    }

    [Test]
    public async Task EndOfTheTarget_ResetsTheDialler()
    {
        using TcpClient dialler = await DialAsync();
        using (TcpClient served = await _target.AcceptTcpClientAsync())
        {
            await dialler.GetStream().WriteAsync("a"u8.ToArray());
            await ReadAsync(served, 1);
        }

        Assert.That(async () => await dialler.GetStream().ReadAsync(new byte[1]), Throws.InstanceOf<IOException>().Or.InstanceOf<EndOfStreamException>());
    }

    [Test]
    public async Task TargetThatDoesNotListen_ResetsTheDialler()
    {
        _target.Stop();
        _link.Condition = new LinkCondition { IsCut = true };
        using TcpClient dialler = await DialAsync();

        // Not before the dialler is through: a reset that overtakes it would be the answer to its connect.
        _link.Condition = LinkCondition.Healthy;
        Assert.That(async () => await dialler.GetStream().ReadAsync(new byte[1]), Throws.InstanceOf<IOException>());
    }

    private async Task<TcpClient> DialAsync()
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _proxy.Port);
        return client;
    }

    private static async Task<byte[]> ReadAsync(TcpClient client, int count)
    {
        byte[] bytes = new byte[count];
        await client.GetStream().ReadExactlyAsync(bytes);
        return bytes;
    }
}
