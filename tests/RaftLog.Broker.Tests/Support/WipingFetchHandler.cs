using System.Buffers;
using RaftLog.Broker.Handlers;
using RaftLog.Broker.Network;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Tests.Support;

/// <summary>Answers each Fetch, at once, with bytes that are gone when the response gives them back.</summary>
internal sealed class WipingFetchHandler(int bytes) : ApiHandler<FetchRequest, FetchResponse>(11, 11)
{
    public const byte Record = 0xAB;

    protected override ValueTask<KafkaResponse> RespondAsync(FetchRequest request, RequestContext context)
    {
        byte[] records = new byte[bytes];
        records.AsSpan().Fill(Record);
        var response = new FetchResponse();
        response.Responses.Add(new FetchResponse.FetchableTopic { Topic = "orders" });
        response.Responses[0].Partitions.Add(new FetchResponse.PartitionData { Records = new ReadOnlySequence<byte>(records) });
        return ValueTask.FromResult(KafkaResponse.Of(response, context.Version, new Wiped(records)));
    }

    private sealed class Wiped(byte[] records) : IDisposable
    {
        public void Dispose() => records.AsSpan().Clear();
    }
}
