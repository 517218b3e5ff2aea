using RaftLog.Broker.Tests.Support;
using RaftLog.Model;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Tests.Allocations;

/// <summary>
/// Garbage of a produce request on the leader, from the bytes of the connection to the bytes of the answer: decoding, the append, the log, its flush (into
/// memory), the commit, the response. The work between brokers has budgets of its own in RaftLog.Replication.Tests.
/// </summary>
[NonParallelizable]
public sealed class ProduceAllocationTests
{
    private const short Version = 9;
    private const int Records = 100;

    /// <summary>
    /// A request of one small batch, alone in its turn: response, waits, log frame, peer frames, the new status of the partition. Of the waits, 250 to 900
    /// bytes: the runtime keeps them for each processor, and they are taken on the connection's and given back on that which tells the outcome.
    /// </summary>
    private const int RequestBudget = 3_700;

    /// <summary>The same with a batch of 10 KB: no more objects, but its buffer of 16 KiB is now and then not in the pool, since one thread rents and another returns.</summary>
    private const int LargeRequestBudget = 5_800;

    /// <summary>What each further partition of a request adds: its wait for the commit and its new status.</summary>
    private const int PartitionBudget = 1_500;

    [Test]
    public async Task Request_OfOneBatch_StaysWithinItsBudget()
    {
        await using MeteredBroker broker = await MeteredBroker.StartAsync();

        double bytes = await MeasureAsync(broker, Request(1, 1), "one batch of one record");
        double many = await MeasureAsync(broker, Request(1, Records), "one batch of 100 records");

        Assert.That(bytes, Is.LessThanOrEqualTo(RequestBudget));
        Assert.That(many, Is.LessThanOrEqualTo(LargeRequestBudget));
    }

    [Test]
    public async Task FurtherPartition_StaysWithinItsBudget()
    {
        const int Partitions = 12;
        await using MeteredBroker broker = await MeteredBroker.StartAsync(Partitions);

        double one = await MeasureAsync(broker, Request(1, Records), "one partition");
        double all = await MeasureAsync(broker, Request(Partitions, Records), "12 partitions");

        Assert.That((all - one) / (Partitions - 1), Is.LessThanOrEqualTo(PartitionBudget));
    }

    private static async Task<double> MeasureAsync(MeteredBroker broker, ProduceRequest request, string what)
    {
        RawConnection connection = broker.Connect();
        byte[] frame = RawConnection.Encode(request, Version);
        double bytes = await AllocationMeter.BytesInProcessAsync(
            async () =>
            {
                await connection.SendAsync(frame);
                await connection.ReceiveAsync();
            },
            operations: 200);
        await TestContext.Out.WriteLineAsync($"{what}: {bytes:F0} bytes a request");
        return bytes;
    }

    private static ProduceRequest Request(int partitions, int records)
    {
        byte[] batch = Batches.Of([.. Enumerable.Repeat(new string('x', 100), records)]);
        ProduceRequest request = Batches.Produce("orders", 0, batch);
        for (int partition = 1; partition < partitions; partition++)
        {
            request.TopicData[0].PartitionData.Add(new ProduceRequest.Partition { Index = partition, Records = new System.Buffers.ReadOnlySequence<byte>(batch) });
        }

        return request;
    }
}
