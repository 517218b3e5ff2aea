using Microsoft.Extensions.Logging;
using RaftLog.Storage;

namespace RaftLog.Broker.Scrubbing;

/// <summary>Checks the sealed segments of one log after another, at a given pace.</summary>
internal sealed class SegmentScrubber(ScrubPace pace, BrokerMetrics metrics, ILogger logger)
{
    /// <summary>Checks the segments of a log; returns how many bytes were read.</summary>
    /// <param name="log">The log.</param>
    /// <param name="step">Goes on by about so many bytes, up to what is committed by then.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="LogCorruptException">A segment is damaged.</exception>
    public async Task<long> CheckAsync(PartitionLog log, Func<LogScrub, int, ScrubStep> step, CancellationToken stop)
    {
        var scrub = log.Scrub();
        long bytes = 0;
        while (true)
        {
            var done = step(scrub, pace.ReadBytes);
            bytes += done.Bytes;
            metrics.Scrubbed(done.Bytes);
            if (done.RebuiltIndex is { } index)
            {
                metrics.ScrubFound(index);
                BrokerLog.ScrubRepaired(logger, index, "the index does not match its segment.", "It was rebuilt.");
            }

            if (done.IsDone)
            {
                return bytes;
            }

            await pace.PayAsync(done.Bytes, stop);
        }
    }
}
