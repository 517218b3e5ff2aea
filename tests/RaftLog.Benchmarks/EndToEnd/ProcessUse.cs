using System.Globalization;
using RaftLog.LocalCluster;

namespace RaftLog.Benchmarks.EndToEnd;

/// <summary>What a process has used up since it started, as <c>/proc</c> tells.</summary>
internal readonly record struct ProcessUse(double UserSeconds, double SystemSeconds, long ContextSwitches)
{
    // USER_HZ is 100 on every architecture that .NET runs on.
    private const double TicksPerSecond = 100;

    // Of what comes after the name in parentheses; the manual counts from 1 and has two fields before.
    private const int UserField = 11;
    private const int SystemField = 12;

    public double Seconds => UserSeconds + SystemSeconds;

    /// <summary>Looks at a running broker.</summary>
    public static ProcessUse Of(BrokerProcess broker)
    {
        int id = broker.ProcessId ?? throw new BenchmarkException($"Broker {broker.Node.Id} does not run any more. The end of its log:\n{broker.LogTail(15)}");
        string folder = $"/proc/{id.ToString(CultureInfo.InvariantCulture)}";
        (double user, double system) = ParseStat(File.ReadAllText(Path.Combine(folder, "stat")));
        long switches = Directory.EnumerateDirectories(Path.Combine(folder, "task")).Sum(SwitchesOf);
        return new ProcessUse(user, system, switches);
    }

    /// <summary>Reads <c>/proc/PID/stat</c>; the process's name may hold spaces and parentheses.</summary>
    public static (double UserSeconds, double SystemSeconds) ParseStat(string stat)
    {
        string[] fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        double Seconds(int field) => long.Parse(fields[field], CultureInfo.InvariantCulture) / TicksPerSecond;
        return (Seconds(UserField), Seconds(SystemField));
    }

    public static ProcessUse operator +(ProcessUse one, ProcessUse other) =>
        new(one.UserSeconds + other.UserSeconds, one.SystemSeconds + other.SystemSeconds, one.ContextSwitches + other.ContextSwitches);

    public static ProcessUse operator -(ProcessUse one, ProcessUse other) =>
        new(one.UserSeconds - other.UserSeconds, one.SystemSeconds - other.SystemSeconds, one.ContextSwitches - other.ContextSwitches);

    private static long SwitchesOf(string task)
    {
        try
        {
            return File.ReadLines(Path.Combine(task, "status"))
                .Where(line => line.Contains("ctxt_switches:", StringComparison.Ordinal))
                .Sum(line => long.Parse(line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim(), CultureInfo.InvariantCulture));
        }
        catch (IOException)
        {
            // The thread ended between the two looks.
            return 0;
        }
    }
}
