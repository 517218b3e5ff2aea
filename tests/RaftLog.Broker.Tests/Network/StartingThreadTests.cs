using RaftLog.Broker.Handlers;
using RaftLog.Broker.Network;
using RaftLog.Broker.Tests.Support;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Tests.Network;

/// <summary>What a connection says of its requests to whoever knows the thread that it is received on.</summary>
public sealed class StartingThreadTests
{
    [Test]
    public async Task OnlySmallProduceRequests_AreShort_AndTheEndOfTheConnectionIsNot()
    {
        var thread = new RecordingThread();
        await using var listener = new TestListener(new EmptyProduceHandler(), new HeldHandler()) { StartingThread = thread };
        var client = listener.Connect();

        await client.CallAsync(Batches.Produce("t", 0, Batches.Of("small")), version: 9);
        await client.CallAsync(Batches.Produce("t", 0, Batches.Of(new string('l', 65_536))), version: 9);
        await client.SendAsync(new HeartbeatRequest { GenerationId = 1 }, version: 1);
        await Eventually.HoldsAsync(() => thread.Started == 3);
        await client.CloseAsync();
        await client.Serving;

        Assert.That(thread.Asked, Is.EqualTo(new[] { true, false, false, false }));
        Assert.That(thread.Started, Is.EqualTo(3));
    }

    [Test]
    public async Task Request_IsStarted_WhenItsThreadMayBeUsed_AndNotBefore()
    {
        var thread = new RecordingThread { MayStart = new TaskCompletionSource() };
        var handler = new HeldHandler();
        await using var listener = new TestListener(handler) { StartingThread = thread };
        var client = listener.Connect();
        handler.Release(1);

        await client.SendAsync(new HeartbeatRequest { GenerationId = 1 }, version: 1);
        await Eventually.HoldsAsync(() => thread.Asked.Count == 1);
        Assert.That(handler.Started, Is.Empty);

        thread.MayStart.SetResult();
        Assert.That((await client.ReceiveAsync<HeartbeatResponse>(version: 1)).Response.ThrottleTimeMs, Is.EqualTo(1));
    }

    private sealed class RecordingThread : IStartingThread
    {
        private readonly List<bool> _asked = [];
        private int _started;

        public TaskCompletionSource? MayStart { get; init; }

        public int Started => Volatile.Read(ref _started);

        public IReadOnlyList<bool> Asked
        {
            get
            {
                lock (_asked)
                {
                    return [.. _asked];
                }
            }
        }

        public ValueTask BeforeAsync(bool isShort)
        {
            lock (_asked)
            {
                _asked.Add(isShort);
            }

            return MayStart is { } wait ? new ValueTask(wait.Task) : ValueTask.CompletedTask;
        }

        public void After() => Interlocked.Increment(ref _started);
    }

    private sealed class EmptyProduceHandler() : ReplyHandler<ProduceRequest, ProduceResponse>(9, 9)
    {
        protected override ValueTask<ProduceResponse> HandleAsync(ProduceRequest request, RequestContext context) => new(new ProduceResponse());
    }
}
