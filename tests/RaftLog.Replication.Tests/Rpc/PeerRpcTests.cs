using System.Text;
using RaftLog.Model;

namespace RaftLog.Replication.Tests;

/// <summary>Requests between brokers, and every way in which one can end.</summary>
public sealed class PeerRpcTests
{
    private static readonly RpcKind Echo = new(1);
    private static readonly RpcKind Unknown = new(2);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);

    [Test]
    public void Call_BringsTheAnswer()
    {
        TestCluster cluster = Cluster((_, request, _) => ValueTask.FromResult<ReadOnlyMemory<byte>>(request.ToArray().Reverse().ToArray()));

        RpcReply reply = Call(cluster, Echo);

        Assert.That(reply.Status, Is.EqualTo(RpcStatus.Ok));
        Assert.That(Encoding.UTF8.GetString(reply.Payload.Span), Is.EqualTo("olleh"));
    }

    [Test]
    public void Call_WithoutAHandlerThere_SaysSo() =>
        Assert.That(Call(Cluster(null), Unknown).Status, Is.EqualTo(RpcStatus.NoHandler));

    [Test]
    public void Call_OfAHandlerThatThrows_BringsItsMessage()
    {
        TestCluster cluster = Cluster((_, _, _) => throw new InvalidOperationException("no such thing"));

        RpcReply reply = Call(cluster, Echo);

        Assert.That(reply.Status, Is.EqualTo(RpcStatus.HandlerFailed));
        Assert.That(Encoding.UTF8.GetString(reply.Payload.Span), Is.EqualTo("no such thing"));
    }

    [Test]
    public void Call_EndsAtItsTimeout_WhenNobodyAnswers()
    {
        TestCluster cluster = Cluster(null);
        cluster.Brokers[1].IsPaused = true;
        cluster.Network.Isolate(cluster.Brokers[1].Id);
        long start = cluster.Time.GetTimestamp();

        RpcReply reply = Call(cluster, Echo);

        Assert.That(reply.Status, Is.EqualTo(RpcStatus.TimedOut));
        Assert.That(cluster.Time.GetElapsedTime(start), Is.EqualTo(Timeout).Within(TimeSpan.FromMilliseconds(2)));
    }

    [Test]
    public void Call_EndsAtOnce_WhenThereIsNoConnection()
    {
        TestCluster cluster = Cluster(null);
        cluster.Brokers[1].Crash();

        Assert.That(Call(cluster, Echo, seconds: 0).Status, Is.EqualTo(RpcStatus.NotConnected));
    }

    [Test]
    public void Call_EndsAtOnce_WhenTheConnectionBreaks()
    {
        TestCluster cluster = Cluster((_, _, _) => new ValueTask<ReadOnlyMemory<byte>>(new TaskCompletionSource<ReadOnlyMemory<byte>>().Task));
        Task<RpcReply> call = Begin(cluster, Echo);
        cluster.Run(TimeSpan.FromMilliseconds(50));

        cluster.Brokers[1].Crash();

        Assert.That(cluster.Await(new ValueTask<RpcReply>(call), seconds: 0.01).Status, Is.EqualTo(RpcStatus.ConnectionLost));
    }

    private static TestCluster Cluster(RpcHandler? handler)
    {
        var cluster = new TestCluster(options: new TestClusterOptions { Groups = 0 });
        if (handler is not null)
        {
            cluster.Brokers[1].Engine.Rpc.Register(Echo, handler);
        }

        return cluster;
    }

    private static Task<RpcReply> Begin(TestCluster cluster, RpcKind kind) =>
        cluster.Brokers[0].Engine.Rpc.CallAsync(cluster.Brokers[1].Id, kind, "hello"u8.ToArray(), Timeout);

    private static RpcReply Call(TestCluster cluster, RpcKind kind, double seconds = 20) =>
        cluster.Await(new ValueTask<RpcReply>(Begin(cluster, kind)), seconds);
}
