using RaftLog.Broker.Tests.Support;
using RaftLog.Storage;

namespace RaftLog.Broker.Tests.Allocations;

/// <summary>
/// A broker over real files, so that what is appended does not stay on the heap, with a small cache, so that its buffers are soon used again. A
/// flush does nothing: it makes no garbage, and takes its time.
/// </summary>
internal sealed class MeteredBroker : IAsyncDisposable
{
    private const long TailCacheBytes = 1 << 20;

    private readonly string _directory;
    private readonly TestBroker _broker;

    private MeteredBroker(string directory, TestBroker broker)
    {
        _directory = directory;
        _broker = broker;
    }

    public static async Task<MeteredBroker> StartAsync(int partitions = 1)
    {
        string directory = Directory.CreateTempSubdirectory("raftlog-metered-").FullName;
        TestBroker broker = await TestBroker.StartAsync(
            disk: new UnflushedFileSystem(new PhysicalFileSystem()), directory: Path.Combine(directory, "data"), tailCacheBytes: TailCacheBytes);
        await broker.CreateTopicAsync("orders", partitions);
        return new MeteredBroker(directory, broker);
    }

    public RawConnection Connect() => _broker.ConnectRaw();

    public async ValueTask DisposeAsync()
    {
        await _broker.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }
}
