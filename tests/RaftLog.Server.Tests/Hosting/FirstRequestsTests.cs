using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using RaftLog.Server.Hosting;
using RaftLog.Tests;

namespace RaftLog.Server.Tests.Hosting;

[CancelAfter(30_000)]
public sealed class FirstRequestsTests
{
    private RecordingLogger _logger = null!;

    [SetUp]
    public void Create() => _logger = new RecordingLogger();

    [Test]
    public async Task Broker_AnswersThemAll(CancellationToken cancellation)
    {
        await using var host = await HostedBroker.StartAsync(HostedBroker.Options());

        await FirstRequests.AskAsync(new IPEndPoint(IPAddress.Loopback, host.KafkaPort), _logger, cancellation);

        Assert.That(_logger.Lines, Is.Empty);
    }

    [Test]
    public async Task Listener_IsAskedAtLoopback_WhenItIsBoundToEveryAddress(CancellationToken cancellation)
    {
        await using var host = await HostedBroker.StartAsync(HostedBroker.Options(options => options.Kafka.Listen = new("0.0.0.0", 0)));

        await FirstRequests.AskAsync(new IPEndPoint(IPAddress.Any, host.KafkaPort), _logger, cancellation);

        Assert.That(_logger.Lines, Is.Empty);
    }

    /// <summary>It knows no cluster's metadata, so it keeps clients waiting.</summary>
    [Test]
    public async Task BrokerWithoutController_StopsWithoutWaitingForItsAnswer()
    {
        var host = await HostedBroker.StartAsync(HostedBroker.Options(options =>
        {
            options.Controllers.Add(new() { Id = 2, Peer = new("127.0.0.1", 2) });
            options.Controllers.Add(new() { Id = 3, Peer = new("127.0.0.1", 3) });
        }));

        Assert.That(host.Ready.IsCompleted, Is.False);
        await host.DisposeAsync();
    }

    [Test]
    public async Task ListenerThatEndsTheConnection_IsToldOf(CancellationToken cancellation)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var asked = FirstRequests.AskAsync((IPEndPoint)listener.LocalEndpoint, _logger, cancellation);
        (await listener.AcceptSocketAsync(cancellation)).Dispose();
        await asked;

        Assert.That(_logger.Lines.Single().Level, Is.EqualTo(LogLevel.Warning));
        Assert.That(_logger.Lines.Single().Text, Does.Contain(listener.LocalEndpoint.ToString()).And.Contain("no answer"));
    }
}
