using RaftLog.Model;
using RaftLog.Storage;
using RaftLog.Tests;

namespace RaftLog.Broker.Tests.Support;

/// <summary>Looks into the data directory of a <see cref="TestBroker"/> that is not running.</summary>
internal static class StoppedBroker
{
    public static DataDirectory Open(IFileSystem disk)
    {
        var flusher = new LogFlusher(new NobodyListens(), TimeProvider.System);
        return DataDirectory.Open(
            new StorageContext(disk, flusher, new TailCacheBudget(0)), "/data", "cluster", new BrokerId(TestBroker.Id), new Random(1));
    }
}
