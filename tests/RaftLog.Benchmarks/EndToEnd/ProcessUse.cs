using System.Globalization;
using RaftLog.LocalCluster;

namespace RaftLog.Benchmarks.EndToEnd;

/// <summary>What a process has used up since it started, as <c>/proc</c> tells; or several processes, or between two looks.</summary>
/// <param name="UserSeconds">Processor time of its own code.</param>
/// <param name="SystemSeconds">Processor time of the system for it.</param>
/// <param name="SwitchesOfThreads">
/// How often each thread gave up the processor. By thread: the count of one that ends between two looks is gone with it, and must not be taken off the others'.
/// </param>
internal readonly record struct ProcessUse(double UserSeconds, double SystemSeconds, IReadOnlyDictionary<int, long> SwitchesOfThreads)
{
    // USER_HZ is 100 on every architecture that .NET runs on.
    private const double TicksPerSecond = 100;

    // Of what comes after the name in parentheses; the manual counts from 1 and has two fields before.
    private const int UserField = 11;
    private const int SystemField = 12;

    public double Seconds => UserSeconds + SystemSeconds;

    public long ContextSwitches => SwitchesOfThreads.Values.Sum();

    /// <summary>Looks at a running broker.</summary>
    public static ProcessUse Of(BrokerProcess broker)
    {
        int id = broker.ProcessId ?? throw new BenchmarkException($"Broker {broker.Node.Id} does not run any more. The end of its log:\n{broker.LogTail(15)}");
        string folder = $"/proc/{id.ToString(CultureInfo.InvariantCulture)}";
        (double user, double system) = ParseStat(File.ReadAllText(Path.Combine(folder, "stat")));
        var switches = new Dictionary<int, long>();
        foreach (string task in Directory.EnumerateDirectories(Path.Combine(folder, "task")))
        {
            if (SwitchesOf(task) is { } count)
            {
                switches.Add(int.Parse(Path.GetFileName(task), CultureInfo.InvariantCulture), count);
            }
        }

        return new ProcessUse(user, system, switches);
    }

    /// <summary>Reads <c>/proc/PID/stat</c>; the process's name may hold spaces and parentheses.</summary>
    public static (double UserSeconds, double SystemSeconds) ParseStat(string stat)
    {
        string[] fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        double Seconds(int field) => long.Parse(fields[field], CultureInfo.InvariantCulture) / TicksPerSecond;
        return (Seconds(UserField), Seconds(SystemField));
    }

    /// <summary>Two processes together.</summary>
    public static ProcessUse operator +(ProcessUse one, ProcessUse other) =>
        new(
            one.UserSeconds + other.UserSeconds,
            one.SystemSeconds + other.SystemSeconds,
            one.SwitchesOfThreads.Concat(other.SwitchesOfThreads).ToDictionary());

    /// <summary>What was used up since an earlier look.</summary>
    public static ProcessUse operator -(ProcessUse later, ProcessUse earlier) =>
        new(
            later.UserSeconds - earlier.UserSeconds,
            later.SystemSeconds - earlier.SystemSeconds,
            later.SwitchesOfThreads.ToDictionary(thread => thread.Key, thread => thread.Value - earlier.SwitchesOfThreads.GetValueOrDefault(thread.Key)));

    // Null when the thread has ended since it was listed.
    private static long? SwitchesOf(string task)
    {
        try
        {
            return File.ReadLines(Path.Combine(task, "status"))
                .Where(line => line.Contains("ctxt_switches:", StringComparison.Ordinal))
                .Sum(line => long.Parse(line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim(), CultureInfo.InvariantCulture));
        }
        catch (IOException)
        {
            return null;
        }
    }
}
