using System.ComponentModel;
using System.Diagnostics;
using RaftLog.LocalCluster;

namespace RaftLog.Benchmarks.Librdkafka;

/// <summary>The load client in C beside this file; built when it is first wanted, if this machine has a compiler and librdkafka's headers.</summary>
internal static class LibrdkafkaLoad
{
    private const string HowToInstall = "It needs gcc and librdkafka's headers (Debian: apt-get install gcc librdkafka-dev).";

    private static readonly Lazy<(string? Program, string? Reason)> Built = new(Build);

    /// <summary>The program.</summary>
    /// <exception cref="BenchmarkException">It could not be built.</exception>
    public static string Program => Built.Value.Program ?? throw new BenchmarkException(Built.Value.Reason!);

    /// <summary>Why there is no program; null when there is one.</summary>
    public static string? WhyMissing => Built.Value.Reason;

    private static (string? Program, string? Reason) Build()
    {
        string sources = Path.Combine(Checkout.Root, "tests", "RaftLog.Benchmarks", "Librdkafka");
        string program = Path.Combine(Checkout.Root, ".run", "librdkafka-load");
        Directory.CreateDirectory(Path.GetDirectoryName(program)!);
        string[] arguments = ["-O2", "-o", program, .. Directory.GetFiles(sources, "*.c"), "-lrdkafka", "-lpthread"];
        try
        {
            using Process compiler = Process.Start(new ProcessStartInfo("gcc", arguments) { RedirectStandardError = true })!;
            string errors = compiler.StandardError.ReadToEnd();
            compiler.WaitForExit();
            return compiler.ExitCode == 0 ? (program, null) : (null, $"{HowToInstall} gcc said: {errors.Split('\n')[0]}");
        }
        catch (Win32Exception)
        {
            return (null, HowToInstall);
        }
    }
}
