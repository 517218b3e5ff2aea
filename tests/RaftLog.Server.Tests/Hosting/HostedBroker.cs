using Microsoft.Extensions.Logging.Abstractions;
using RaftLog.Server.Configuration;
using RaftLog.Server.Hosting;
using RaftLog.Storage;

namespace RaftLog.Server.Tests.Hosting;

/// <summary>Starts single brokers with listeners on ports that the system chooses.</summary>
internal static class HostedBroker
{
    public static RaftLogOptions Options(Action<RaftLogOptions>? change = null)
    {
        var loopback = new HostPort("127.0.0.1", 0);
        var options = new RaftLogOptions
        {
            BrokerId = 1,
            ClusterId = "test",
            DataDirectory = "/data",
            Kafka = new ListenerOptions { Listen = loopback },
            Peer = new ListenerOptions { Listen = loopback },
            Http = new HttpOptions { Listen = loopback },
            Controllers = { new ControllerAddress { Id = 1, Peer = new HostPort("127.0.0.1", 1) } },
        };
        change?.Invoke(options);
        return options;
    }

    public static Task<BrokerHost> StartAsync(RaftLogOptions options, IFileSystem? files = null) =>
        BrokerHost.StartAsync(options, new BrokerHostSetup { Loggers = NullLoggerFactory.Instance, Files = files ?? new InMemoryFileSystem() });

    /// <summary>Starts a broker that must refuse to start, and returns why.</summary>
    public static async Task<StartupException> RefusalAsync(RaftLogOptions options, IFileSystem? files = null) =>
        (await Assert.ThrowsAsync<StartupException>(async () => await (await StartAsync(options, files)).DisposeAsync()))!;
}
