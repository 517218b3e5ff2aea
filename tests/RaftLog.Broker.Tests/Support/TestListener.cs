using System.IO.Pipelines;
using RaftLog.Broker.Handlers;
using RaftLog.Broker.Network;

namespace RaftLog.Broker.Tests.Support;

/// <summary>The network side of a broker with handlers of the test's choice.</summary>
internal sealed class TestListener : IAsyncDisposable
{
    private readonly RequestDispatcher _dispatcher;
    private readonly BrokerMetrics _metrics;
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Task> _serving = [];

    public TestListener(params ApiHandler[] handlers)
    {
        _metrics = new BrokerMetrics(new PlainMeterFactory(), TimeProvider.System);
        _dispatcher = new RequestDispatcher(new ApiTable(handlers), TimeProvider.System);
    }

    public KafkaListenerOptions Options { get; } = new() { MaxRequestBytes = 1 << 20 };

    /// <summary>What connections are told of their thread; null for nothing.</summary>
    public IStartingThread? StartingThread { get; init; }

    public RecordingLogger Log { get; } = new();

    /// <summary>Connects a client.</summary>
    /// <param name="bufferBytes">What each direction holds.</param>
    /// <param name="remote">The client's address.</param>
    /// <param name="through">What the broker writes to instead, given what the client reads from.</param>
    public TestClient Connect(int bufferBytes = 64 * 1024, string remote = "127.0.0.1:5000", Func<PipeWriter, PipeWriter>? through = null)
    {
        var (client, server) = DuplexPipe.CreatePair(bufferBytes);
        server = through is null ? server : new DuplexPipe(server.Input, through(server.Output));
        var serving = new KafkaConnection(server, remote, StartingThread, _dispatcher, Options, _metrics, Log, _stopping.Token).RunAsync();
        _serving.Add(serving);
        return new TestClient(client, serving);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_serving).WaitAsync(TimeSpan.FromSeconds(30));
        _stopping.Dispose();
    }
}
