using RaftLog.Model;

namespace RaftLog.Storage.Tests;

/// <summary>A disk in memory that can fail and lose power, with a flusher that is driven by hand.</summary>
internal sealed class TestStorage
{
    public const string LogPath = "/data/log";

    public TestStorage(long cacheBytes = 1024 * 1024, long capacityBytes = long.MaxValue)
    {
        Disk = new InMemoryFileSystem(remembersFlushes: true, capacityBytes);
        Faults = new FaultyFileSystem(Disk);
        Disk.CreateDirectory("/data");
        Disk.FlushDirectory("/");
        CacheBytes = cacheBytes;
        Restart();
    }

    public InMemoryFileSystem Disk { get; }

    public FaultyFileSystem Faults { get; }

    public ManualTime Time { get; } = new();

    public RecordingListener Listener { get; private set; } = null!;

    public LogFlusher Flusher { get; private set; } = null!;

    public TailCacheBudget Cache { get; private set; } = null!;

    public StorageContext Context { get; private set; } = null!;

    private long CacheBytes { get; }

    /// <summary>A new process: what the old one had in memory is gone, what it has written is not.</summary>
    public void Restart()
    {
        Listener = new RecordingListener();
        Flusher = new LogFlusher(Listener, Time);
        Cache = new TailCacheBudget(CacheBytes);
        Context = new StorageContext(Faults, Flusher, Cache);
    }

    public void LosePower(Random? tearing = null)
    {
        Disk.LosePower(tearing);
        Restart();
    }

    public PartitionLog Open(PartitionLogOptions? options = null, string path = LogPath) =>
        PartitionLog.Open(Context, path, options ?? new PartitionLogOptions());

    public IReadOnlyList<string> Files(string suffix, string path = LogPath) =>
        [.. Disk.EnumerateFiles(path).Where(name => name.EndsWith(suffix, StringComparison.Ordinal)).Select(name => $"{path}/{name}")];

    public void Damage(string path, long position, byte mask = 0x10)
    {
        using IFile file = Disk.Open(path, FileOpenMode.ReadWrite);
        Span<byte> one = stackalloc byte[1];
        file.Read(position, one);
        one[0] ^= mask;
        file.Write(position, one);
        file.Flush();
    }
}
