using System.Buffers.Binary;
using RaftLog.Broker.Tests.Support;

namespace RaftLog.Broker.Tests.Allocations;

/// <summary>Garbage of a fetch, from the bytes of the request to the bytes of the answer.</summary>
[NonParallelizable]
public sealed class FetchAllocationTests
{
    private const short Version = 11;
    private const short ProduceVersion = 9;
    private const long SomeOffset = 0x0123456789ABCDEF;
    private const int ValueBytes = 1_000;

    /// <summary>A fetch that finds records in memory: request, response and the places of the records, which themselves are never on the heap.</summary>
    private const int FetchBudget = 2_400;

    /// <summary>The same from a file, 1 MiB of it: a hundredth of that, for the pool now and then lacks one of the large buffers that are in use at the same time.</summary>
    private const int CatchUpBudget = 16_000;

    /// <summary>A fetch that waits at the end of the log: it looks twice, and has a timer and a place among those who wait meanwhile.</summary>
    private const int WaitingBudget = 4_900;

    [Test]
    public async Task CatchUpRead_OfAFile_StaysWithinItsBudget()
    {
        // More than the cache in memory holds, so that the beginning is read from the file.
        await using MeteredBroker broker = await MeteredBroker.StartAsync();
        await FillAsync(broker, batches: 300, recordsInBatch: 10);

        Assert.That(await MeasureAsync(broker, offset: 0, "a catch-up read of 1 MiB"), Is.LessThanOrEqualTo(CatchUpBudget));
    }

    [Test]
    public async Task ReadAtTheEnd_FromMemory_StaysWithinItsBudget()
    {
        await using MeteredBroker broker = await MeteredBroker.StartAsync();
        await FillAsync(broker, batches: 10, recordsInBatch: 10);

        Assert.That(await MeasureAsync(broker, offset: 90, "a tailing read"), Is.LessThanOrEqualTo(FetchBudget));
    }

    [Test]
    public async Task ReadThatWaitsForARecord_StaysWithinItsBudget()
    {
        await using MeteredBroker broker = await MeteredBroker.StartAsync();
        RawConnection writer = broker.Connect();
        RawConnection reader = broker.Connect();
        byte[] produce = RawConnection.Encode(Batches.Produce("orders", 0, Batches.Of("value")), ProduceVersion);
        byte[] fetch = RawConnection.Encode(Batches.Fetch("orders", 0, SomeOffset, maxWaitMs: 30_000), Version);
        int position = RawConnection.PositionOf(fetch, SomeOffset);
        long offset = 0;

        double alone = await AllocationMeter.BytesInProcessAsync(async () =>
        {
            await writer.SendAsync(produce);
            await writer.ReceiveAsync();
            offset++;
        });
        double both = await AllocationMeter.BytesInProcessAsync(async () =>
        {
            BinaryPrimitives.WriteInt64BigEndian(fetch.AsSpan(position), offset);
            await reader.SendAsync(fetch);
            await writer.SendAsync(produce);
            await writer.ReceiveAsync();
            await reader.ReceiveAsync();
            offset++;
        });

        await TestContext.Out.WriteLineAsync($"a read that waits: {both - alone:F0} bytes a request");
        Assert.That(both - alone, Is.LessThanOrEqualTo(WaitingBudget));
    }

    private static async Task FillAsync(MeteredBroker broker, int batches, int recordsInBatch)
    {
        RawConnection writer = broker.Connect();
        byte[] batch = Batches.Of([.. Enumerable.Repeat(new string('x', ValueBytes), recordsInBatch)]);
        byte[] frame = RawConnection.Encode(Batches.Produce("orders", 0, batch), ProduceVersion);
        for (int i = 0; i < batches; i++)
        {
            await writer.SendAsync(frame);
            await writer.ReceiveAsync();
        }
    }

    private static async Task<double> MeasureAsync(MeteredBroker broker, long offset, string what)
    {
        RawConnection reader = broker.Connect();
        byte[] fetch = RawConnection.Encode(Batches.Fetch("orders", 0, offset), Version);
        await reader.SendAsync(fetch);
        Assert.That((await reader.ReceiveAsync()).Length, Is.GreaterThan(ValueBytes), "The read found nothing.");

        double bytes = await AllocationMeter.BytesInProcessAsync(
            async () =>
            {
                await reader.SendAsync(fetch);
                await reader.ReceiveAsync();
            },
            operations: 60);
        await TestContext.Out.WriteLineAsync($"{what}: {bytes:F0} bytes a request");
        return bytes;
    }
}
