using Microsoft.Extensions.Logging;
using RaftLog.Broker.Partitions;
using RaftLog.Replication;
using RaftLog.Storage;

namespace RaftLog.Broker.Scrubbing;

/// <summary>Checks the files of one replica after another.</summary>
internal sealed class ReplicaScrubber(SegmentScrubber segments, IFileSystem files, TimeProvider time, BrokerMetrics metrics, ILogger logger)
{
    // Longer than any small file takes to be written.
    private static readonly TimeSpan SecondLook = TimeSpan.FromSeconds(1);

    /// <summary>Checks a replica; returns how many bytes were read.</summary>
    public async Task<long> CheckAsync(PartitionReplica replica, CancellationToken stop)
    {
        if (replica.Damage is not null || replica.State.Role == GroupRole.Offline)
        {
            return 0;
        }

        try
        {
            await CheckSmallFilesAsync(replica, stop);
            return await segments.CheckAsync(replica.Log, () => replica.CommitIndex, stop);
        }
        catch (LogCorruptException damage)
        {
            Report(replica, damage);
        }
        catch (IOException failure) when (ReplicaDamage.IsUnreadable(failure))
        {
            Report(replica, new LogCorruptException($"{replica.Log.Directory} cannot be read any more: {failure.Message}", failure));
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException)
        {
            // Closed or deleted meanwhile, or the system is short of something; the next pass looks again.
            BrokerLog.ScrubFailed(logger, failure, replica.Log.Directory);
        }

        return 0;
    }

    private async Task CheckSmallFilesAsync(PartitionReplica replica, CancellationToken stop)
    {
        var suspects = ReplicaFiles.Check(files, replica.Log.Directory);
        if (suspects.Count == 0)
        {
            return;
        }

        await Task.Delay(SecondLook, time, stop);
        foreach (var problem in ReplicaFiles.Check(files, replica.Log.Directory).Where(problem => suspects.Contains(problem)))
        {
            Deal(replica, problem);
        }
    }

    private void Deal(PartitionReplica replica, ReplicaFileProblem problem)
    {
        switch (problem.Kind)
        {
            case ReplicaFileKind.Manifest:
                metrics.ScrubFound(problem.File);
                BrokerLog.ScrubRepaired(logger, problem.File, problem.What, "It is written anew.");
                replica.NoteBadManifest();
                break;
            case ReplicaFileKind.ProducerState:
                metrics.ScrubFound(problem.File);
                BrokerLog.ScrubRepaired(logger, problem.File, problem.What, "It was removed; the next one takes its place.");
                replica.Log.DropProducerSnapshot(problem.File);
                break;
            default:
                throw new LogCorruptException(problem.File, 0, problem.What);
        }
    }

    private void Report(PartitionReplica replica, LogCorruptException damage)
    {
        metrics.ScrubFound(damage.File ?? replica.Log.Directory);
        BrokerLog.ScrubFoundDamage(logger, damage, replica.Partition);
        replica.ReportDamage(damage);
    }
}
