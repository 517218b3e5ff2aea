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

    public RecordingLogger Log { get; } = new();

    public TestClient Connect(int bufferBytes = 64 * 1024, string remote = "127.0.0.1:5000")
    {
        var (client, server) = DuplexPipe.CreatePair(bufferBytes);
        var serving = new KafkaConnection(server, remote, _dispatcher, Options, _metrics, Log, _stopping.Token).RunAsync();
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
