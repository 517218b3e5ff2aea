using Microsoft.Extensions.Logging;
using RaftLog.Storage;

namespace RaftLog.Broker.Scrubbing;

/// <summary>Checks the sealed segments of one log after another, at a given pace.</summary>
internal sealed class SegmentScrubber(ScrubPace pace, BrokerMetrics metrics, ILogger logger)
{
    /// <summary>Checks the segments of a log; returns how many bytes were read.</summary>
    /// <param name="log">The log.</param>
    /// <param name="committed">The commit index, asked anew for each piece.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="LogCorruptException">A segment is damaged.</exception>
    public async Task<long> CheckAsync(PartitionLog log, Func<LogIndex> committed, CancellationToken stop)
    {
        var scrub = log.Scrub();
        long bytes = 0;
        while (true)
        {
            var step = scrub.Step(pace.ReadBytes, committed());
            bytes += step.Bytes;
            metrics.Scrubbed(step.Bytes);
            if (step.RebuiltIndex is { } index)
            {
                metrics.ScrubFound(index);
                BrokerLog.ScrubRepaired(logger, index, "the index does not match its segment.", "It was rebuilt.");
            }

            if (step.IsDone)
            {
                return bytes;
            }

            await pace.PayAsync(step.Bytes, stop);
        }
    }
}
