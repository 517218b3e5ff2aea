using System.Net;
using System.Text.Json;
using RaftLog.Server.Hosting;

namespace RaftLog.Server.Tests.Hosting;

public sealed class HttpEndpointsTests
{
    private BrokerHost _host = null!;
    private HttpClient _http = null!;

    [SetUp]
    public async Task StartBroker()
    {
        _host = await HostedBroker.StartAsync(HostedBroker.Options());
        _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{_host.HttpPort}") };
    }

    [TearDown]
    public async Task StopBroker()
    {
        _http.Dispose();
        await _host.DisposeAsync();
    }

    [Test]
    public async Task Live_IsAnsweredAtOnce()
    {
        using var response = await _http.GetAsync("/health/live");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Ready_IsAnsweredWithWhatTheBrokerWaitsFor_UntilItIsReady()
    {
        await _host.Ready;
        using var response = await _http.GetAsync("/health/ready");
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(body.RootElement.GetProperty("status").GetString(), Is.EqualTo("ready"));
        Assert.That(body.RootElement.GetProperty("waitingFor").GetArrayLength(), Is.Zero);
    }

    [Test]
    public async Task Ready_IsRefused_WhileThereIsNoController()
    {
        // Two of three controllers do not exist, so nobody can be elected.
        await using var alone = await HostedBroker.StartAsync(HostedBroker.Options(options =>
        {
            options.Controllers.Add(new() { Id = 2, Peer = new("127.0.0.1", 2) });
            options.Controllers.Add(new() { Id = 3, Peer = new("127.0.0.1", 3) });
        }));

        using var response = await _http.GetAsync(new Uri($"http://127.0.0.1:{alone.HttpPort}/health/ready"));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain("registration"));
    }

    [Test]
    public async Task Metrics_AreThoseOfEveryLayer_AsPrometheusText()
    {
        await _host.Ready;
        using var response = await _http.GetAsync("/metrics");
        string text = await response.Content.ReadAsStringAsync();

        Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("text/plain"));
        Assert.That(text, Does.Contain("# TYPE raftlog_metadata_index gauge").And.Contain("raftlog_replication_").And.Contain("dotnet_gc_"));
    }

    [Test]
    public async Task AnythingElse_IsNotFound_AndOnlyReadingIsAllowed()
    {
        using var unknown = await _http.GetAsync("/nothing");
        using var posted = await _http.PostAsync("/metrics", null);

        Assert.That(unknown.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(posted.StatusCode, Is.EqualTo(HttpStatusCode.MethodNotAllowed));
    }
}
