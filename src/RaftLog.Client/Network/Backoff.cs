namespace RaftLog.Client.Network;

/// <summary>Waits that double from retry to retry up to a bound, with a fifth of jitter so that clients do not march in step.</summary>
internal sealed class Backoff(ClientOptions options, Random random)
{
    private const int MaxDoublings = 20;

    public TimeSpan After(int failures)
    {
        double milliseconds = options.RetryBackoff.TotalMilliseconds * (1 << Math.Clamp(failures - 1, 0, MaxDoublings));
        double jitter;
        lock (random)
        {
            jitter = 0.8 + (0.4 * random.NextDouble());
        }

        return TimeSpan.FromMilliseconds(Math.Min(milliseconds, options.RetryBackoffMax.TotalMilliseconds) * jitter);
    }
}
