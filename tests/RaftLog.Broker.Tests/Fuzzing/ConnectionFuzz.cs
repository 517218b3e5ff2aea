using System.Buffers.Binary;
using RaftLog.Broker.Tests.Support;
using RaftLog.Model.Wire;
using RaftLog.Protocol;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Tests.Fuzzing;

/// <summary>
/// Sends spoilt requests to a whole broker over connections in memory. A connection may be closed on them; the broker goes on, and each connection ends
/// when its client hangs up.
/// </summary>
internal sealed class ConnectionFuzz(TestBroker broker, int seed)
{
    // Far beyond what any of it takes, on a machine that is busy with something else.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // Not waited for longer, since some requests are not answered for minutes; nothing is concluded from what has come by then.
    private static readonly TimeSpan AnswersTake = TimeSpan.FromMilliseconds(20);

    private readonly Random _random = new(seed);

    /// <summary>The spoilt requests that were sent.</summary>
    public long Frames { get; private set; }

    /// <summary>The answers of those clients that wait for them.</summary>
    public long Answers { get; private set; }

    /// <summary>The most that one connection's frames made the process allocate, what the broker does in the background included.</summary>
    public long MostAllocated { get; private set; }

    public async Task RunAsync(long frames)
    {
        var seeds = FuzzSeed.OfEveryRequest(await ServedAsync());
        var mutator = new FrameMutator(_random);
        while (Frames < frames)
        {
            long before = GC.GetTotalAllocatedBytes();
            var client = broker.Connect();
            var whole = seeds[_random.Next(seeds.Count)];
            var spoilt = seeds[_random.Next(seeds.Count)];

            // Most spoilt frames end the connection, so a whole one goes first, and both are under way at once.
            List<byte[]> sent = [Framed(whole, whole.Bytes), Framed(spoilt, mutator.Mutate(spoilt.Bytes, whole.Bytes))];
            await client.SendRawAsync([.. sent[0], .. sent[1]]);
            Frames++;
            await EndAsync(client, sent);
            MostAllocated = Math.Max(MostAllocated, GC.GetTotalAllocatedBytes() - before);
        }
    }

    /// <summary>Whether the broker serves a client that behaves.</summary>
    public async Task<bool> IsAliveAsync()
    {
        var answer = await broker.Connect().CallAsync(new MetadataRequest { Topics = null }, version: 12).WaitAsync(Patience);
        return answer.Brokers.Count > 0;
    }

    // Most clients hang up at once, which ends what waits; some read their answers, as far as there are any.
    private async Task EndAsync(TestClient client, List<byte[]> sent)
    {
        try
        {
            if (_random.Next(4) == 0)
            {
                var reading = ReadAsync(client, sent.Count);
                await Task.WhenAny(reading, Task.Delay(AnswersTake));
                await client.EndSendingAsync();
                await reading.WaitAsync(Patience);
            }

            await client.CloseAsync();
            await client.Serving.WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            throw new InvalidOperationException($"The connection does not end after {string.Join(' ', sent.Select(Convert.ToHexStringLower))}");
        }
    }

    private async Task ReadAsync(TestClient client, int answers)
    {
        while (answers-- > 0 && await client.ReceiveFrameAsync() is not null)
        {
            Answers++;
        }
    }

    private async Task<List<ApiVersionRange>> ServedAsync()
    {
        var answer = await broker.Connect().CallAsync(new ApiVersionsRequest { ClientSoftwareName = "fuzz", ClientSoftwareVersion = "1" }, version: 3);
        return answer.ApiKeys.ConvertAll(api => new ApiVersionRange(api.ApiKey, api.MinVersion, api.MaxVersion));
    }

    // Now and then the header is spoilt too, and the size in front tells less or more than there is.
    private byte[] Framed(FuzzSeed valid, byte[] body)
    {
        var header = new RequestHeader(valid.RequestOf!.Value, valid.Version, _random.Next(), _random.Next(4) == 0 ? null : "fuzz");
        var head = new byte[header.SizeOf()];
        var writer = new WireWriter(head);
        header.Write(ref writer);
        if (_random.Next(20) == 0)
        {
            head[_random.Next(head.Length)] ^= (byte)(1 << _random.Next(8));
        }

        var size = new byte[sizeof(int)];
        int told = _random.Next(100) == 0 ? _random.Next(-5, head.Length + body.Length + 5) : head.Length + body.Length;
        BinaryPrimitives.WriteInt32BigEndian(size, told);
        return [.. size, .. head, .. body];
    }
}
