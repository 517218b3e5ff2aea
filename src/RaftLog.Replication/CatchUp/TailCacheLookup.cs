using RaftLog.Model;
using RaftLog.Storage;

namespace RaftLog.Replication;

internal static class TailCacheLookup
{
    public static bool IsCached(this PartitionLog log, LogIndex index) => index <= log.LastIndex;
}
