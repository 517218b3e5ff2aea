using System.Globalization;

namespace RaftLog.Benchmarks.Limits;

/// <summary>How the processors of this machine have spent their time since it was started, in ticks of the system (<c>/proc/stat</c>).</summary>
internal readonly record struct ProcessorTimes(long Total, long Stolen)
{
    private const string File = "/proc/stat";
    private const int StolenField = 7;
    private const int Fields = 8;

    public static ProcessorTimes Now() => System.IO.File.Exists(File) ? Parse(System.IO.File.ReadLines(File).First()) : default;

    /// <summary>Reads the first line: user, nice, system, idle, iowait, irq, softirq, steal, and guests' times that are in user already.</summary>
    public static ProcessorTimes Parse(string line)
    {
        long[] ticks = [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(Fields).Select(text => long.Parse(text, CultureInfo.InvariantCulture))];
        return new ProcessorTimes(ticks.Sum(), ticks[StolenField]);
    }

    /// <summary>The share of all time since then that the hypervisor gave to others while this machine wanted to run.</summary>
    public double StolenShareSince(ProcessorTimes before) => Total > before.Total ? (double)(Stolen - before.Stolen) / (Total - before.Total) : 0;
}
