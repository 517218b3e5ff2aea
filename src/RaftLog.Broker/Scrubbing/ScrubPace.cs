namespace RaftLog.Broker.Scrubbing;

/// <summary>Spreads reads over time so that they stay below a rate: each is paid for by a wait behind it.</summary>
internal sealed class ScrubPace(long bytesPerSecond, TimeProvider time)
{
    // About four reads a second: few enough to cost nothing, many enough that each is short.
    private const int ReadsPerSecond = 4;
    private const int SmallestRead = 16 * 1024;
    private const int LargestRead = 1024 * 1024;

    /// <summary>How much to read at a time.</summary>
    public int ReadBytes { get; } = (int)Math.Clamp(bytesPerSecond / ReadsPerSecond, SmallestRead, LargestRead);

    /// <summary>Waits as long as reading so much may take.</summary>
    public Task PayAsync(long bytes, CancellationToken stop) =>
        Task.Delay(TimeSpan.FromSeconds(Math.Max(bytes, 1) / (double)bytesPerSecond), time, stop);
}
