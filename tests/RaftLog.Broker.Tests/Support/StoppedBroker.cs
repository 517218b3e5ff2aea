using RaftLog.Model;
using RaftLog.Storage;

namespace RaftLog.Broker.Tests.Support;

/// <summary>Looks into the data directory of a <see cref="TestBroker"/> that is not running.</summary>
internal static class StoppedBroker
{
    public static DataDirectory Open(IFileSystem disk)
    {
        var flusher = new LogFlusher(new NoListener(), TimeProvider.System);
        return DataDirectory.Open(
            new StorageContext(disk, flusher, new TailCacheBudget(0)), "/data", "cluster", new BrokerId(TestBroker.Id), new Random(1));
    }

    private sealed class NoListener : IFlushListener
    {
        public void LogPersisted(PartitionLog log, LogIndex upTo, Term term)
        {
        }

        public void LogFailed(PartitionLog log, LogOfflineException failure)
        {
        }

        public void HardStatePersisted(GroupId group, StoredHardState state)
        {
        }

        public void HardStateFailed(HardStateStore store, LogOfflineException failure)
        {
        }
    }
}
