namespace RaftLog.Benchmarks.Soak;

/// <summary>What one minute showed, of the cluster and of the machine.</summary>
/// <param name="Minute">Its number, from 1.</param>
/// <param name="RecordsPerSecond">Acknowledged.</param>
/// <param name="P99Ms">Of the timed records, from when they were due.</param>
/// <param name="MemoryMiB">Resident, of all brokers, at its end.</param>
/// <param name="DiskMiB">The files of all brokers, at its end.</param>
/// <param name="CpuSecondsPerMillion">The brokers' processor time for a million records.</param>
/// <param name="StolenShare">Of the processors' time, by other machines.</param>
/// <param name="FlushP99Ms">Of appends of 4 KiB with fdatasync to a file beside those of the brokers.</param>
internal sealed record SoakMinute(
    int Minute,
    double RecordsPerSecond,
    double P99Ms,
    double MemoryMiB,
    double DiskMiB,
    double CpuSecondsPerMillion = 0,
    double StolenShare = 0,
    double FlushP99Ms = 0);
