using Microsoft.Extensions.Logging;
using RaftLog.Broker.Partitions;
using RaftLog.Replication;
using RaftLog.Storage;

namespace RaftLog.Broker.Scrubbing;

/// <summary>
/// Checks the segments of the metadata log. What a damaged one held is in the state that was made of it, so a snapshot takes its place, and the replica goes
/// on as it is.
/// </summary>
internal sealed class MetadataScrubber(MetadataReplica replica, SegmentScrubber segments, BrokerMetrics metrics, ILogger logger)
{
    /// <summary>Checks the log; returns how many bytes were read.</summary>
    public async Task<long> CheckAsync(CancellationToken stop)
    {
        if (replica.Group is not { Status.Role: not GroupRole.Offline } group)
        {
            return 0;
        }

        try
        {
            return await segments.CheckAsync(group.Log, () => group.Status.CommitIndex, stop);
        }
        catch (LogCorruptException damage)
        {
            metrics.ScrubFound(damage.File ?? group.Log.Directory);
            BrokerLog.ScrubFoundMetadataDamage(logger, damage);
            if (!await group.ReplaceDamagedAsync(damage))
            {
                BrokerLog.MetadataDamageStays(logger);
            }
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException)
        {
            // Closed meanwhile, or the disk fails: who needs the log finds that as well.
            BrokerLog.ScrubFailed(logger, failure, group.Log.Directory);
        }

        return 0;
    }
}
