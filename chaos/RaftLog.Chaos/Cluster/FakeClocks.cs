using System.Globalization;
using RaftLog.LocalCluster;

namespace RaftLog.Chaos;

/// <summary>Turns the wall clocks of brokers by libfaketime, which reads how far from a file beside each broker's data.</summary>
internal sealed class FakeClocks
{
    private static readonly string[] Places =
    [
        "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1",
        "/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1",
        "/usr/lib/faketime/libfaketimeMT.so.1",
        "/usr/local/lib/faketime/libfaketimeMT.so.1",
    ];

    private readonly Dictionary<int, string> _offsetFiles = [];

    /// <summary>Names library and file to the brokers; before they are started.</summary>
    public FakeClocks(IEnumerable<BrokerProcess> brokers)
    {
        string library = Library ?? throw new ScenarioException("A fault is clock-jump, which needs libfaketime (on Debian: apt-get install libfaketime).");
        foreach (BrokerProcess broker in brokers)
        {
            string file = Path.Combine(broker.Node.Folder, "clock");
            Directory.CreateDirectory(broker.Node.Folder);
            _offsetFiles[broker.Node.Id] = file;
            Turn(broker.Node.Id, TimeSpan.Zero);
            broker.Environment["LD_PRELOAD"] = library;
            broker.Environment["FAKETIME_TIMESTAMP_FILE"] = file;
            broker.Environment["FAKETIME_CACHE_DURATION"] = "1";

            // Jumps of the wall clock are what happens; the monotonic clock, which deadlines run on, never jumps.
            broker.Environment["FAKETIME_DONT_FAKE_MONOTONIC"] = "1";
            broker.Environment["DONT_FAKE_MONOTONIC"] = "1";

            // Otherwise the library mixes the two clocks up in every timed wait of a condition variable: all of them return at once, and an idle
            // broker keeps two cores busy (libfaketime, pull request 503).
            broker.Environment["FAKETIME_FORCE_MONOTONIC_FIX"] = "0";
        }
    }

    /// <summary>Whether this machine has libfaketime.</summary>
    public static bool AreAvailable => Library is not null;

    private static string? Library => Array.Find(Places, File.Exists);

    /// <summary>Sets how far a broker's clock is off.</summary>
    public void Turn(int broker, TimeSpan offset)
    {
        // Replaced as a whole, so that a broker never reads half of it.
        string file = _offsetFiles[broker];
        File.WriteAllText(file + ".new", string.Create(CultureInfo.InvariantCulture, $"{offset.TotalSeconds:+0.###;-0.###;+0}\n"));
        File.Move(file + ".new", file, overwrite: true);
    }
}
