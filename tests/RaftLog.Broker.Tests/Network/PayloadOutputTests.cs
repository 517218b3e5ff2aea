using System.Buffers;
using RaftLog.Broker.Tests.Support;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Tests.Network;

/// <summary>Records that are sent from where they lie are given back only when they are sent.</summary>
public sealed class PayloadOutputTests
{
    private const short Version = 11;

    [TestCase(10)]
    [TestCase(100_000)]
    public async Task Records_OfPipelinedFetches_AreSentBeforeTheyAreGivenBack(int bytes)
    {
        const int Requests = 5;
        await using var listener = new TestListener(new WipingFetchHandler(bytes));
        var client = listener.Connect(bufferBytes: 1 << 20, through: output => new LateOutput(output));
        for (int i = 0; i < Requests; i++)
        {
            await client.SendAsync(new FetchRequest(), Version);
        }

        for (int i = 0; i < Requests; i++)
        {
            var (_, response) = await client.ReceiveAsync<FetchResponse>(Version);
            byte[] records = response.Responses[0].Partitions[0].Records!.Value.ToArray();
            Assert.That(records, Has.Length.EqualTo(bytes));
            Assert.That(records.AsSpan().IndexOfAnyExcept(WipingFetchHandler.Record), Is.EqualTo(-1));
        }
    }
}
