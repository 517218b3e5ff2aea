using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using RaftLog.Model;
using RaftLog.Server.Hosting;

namespace RaftLog.Server.Tests.Hosting;

public sealed class SocketBlocksTests
{
    [Test]
    public void Rent_GivesAWholeBlock_HoweverLittleIsAskedFor()
    {
        using var blocks = new SocketBlocks();
        using var block = blocks.Rent(16);

        Assert.That(block.Memory.Length, Is.EqualTo(blocks.MaxBufferSize));
    }

    [Test]
    public void Rent_GivesTheBlockThatWasReturnedLast()
    {
        using var blocks = new SocketBlocks();
        var first = blocks.Rent();
        var second = blocks.Rent();
        first.Dispose();
        second.Dispose();

        Assert.That(blocks.Rent(), Is.SameAs(second));
        Assert.That(blocks.Rent(), Is.SameAs(first));
    }

    [Test]
    public void Rent_OfMoreThanABlock_IsRefused()
    {
        using var blocks = new SocketBlocks();

        Assert.That(() => blocks.Rent(blocks.MaxBufferSize + 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Dispose_OfABlockTwice_IsFound()
    {
        using var blocks = new SocketBlocks();
        var block = blocks.Rent();
        block.Dispose();

        Assert.That(block.Dispose, Throws.InstanceOf<InvariantViolationException>());
    }

    [Test]
    public async Task Broker_GivesThemToItsConnections()
    {
        await using var host = await HostedBroker.StartAsync(HostedBroker.Options());

        using var pool = host.Services.GetRequiredService<IMemoryPoolFactory<byte>>().Create();

        Assert.That(pool, Is.InstanceOf<SocketBlocks>(), "Kestrel receives 4 KiB at a time");
    }
}
