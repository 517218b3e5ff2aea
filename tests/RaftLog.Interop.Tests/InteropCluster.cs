using RaftLog.LocalCluster;

[assembly: Category("Interop")]

namespace RaftLog.Interop.Tests;

/// <summary>Three real broker processes on free ports, the same as <c>make cluster</c> boots, for all tests of this assembly.</summary>
[SetUpFixture]
internal sealed class InteropCluster
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    // So that a compacted topic gets short while a test waits.
    private static readonly string[] OftenCleaned = ["Retention:CheckIntervalMs=100", "Compaction:CheckIntervalMs=100"];

    private static LocalBrokers? _brokers;
    private string _folder = "";

    public static string BootstrapServers => _brokers!.Layout.BootstrapServers;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _folder = Directory.CreateTempSubdirectory("raftlog-interop-").FullName;
        _brokers = new LocalBrokers(ClusterLayout.LoadOnFreePorts(Checkout.Root, "three-nodes", _folder), Checkout.ServerProgram);
        await _brokers.StartAsync(Patience, CancellationToken.None, OftenCleaned);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (_brokers is not null)
        {
            await _brokers.KillAllAsync(CancellationToken.None);
        }

        Directory.Delete(_folder, recursive: true);
    }
}
