using System.Text.Json;
using Microsoft.AspNetCore.Http;
using RaftLog.Server.Metrics;

namespace RaftLog.Server.Hosting;

/// <summary>
/// What the HTTP port serves: <c>/health/live</c> (the process answers), <c>/health/ready</c> (clients are served as they should be; 503 with
/// what is missing otherwise) and <c>/metrics</c> (Prometheus text).
/// </summary>
internal sealed class HttpEndpoints(BrokerService broker, PrometheusExporter metrics)
{
    private static readonly string[] Paths = ["/health/live", "/health/ready", "/metrics"];

    public async Task HandleAsync(HttpContext context)
    {
        // Metrics of thousands of partitions are not made on a thread that clients wait for (PollingThreads).
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await AnswerAsync(context);
    }

    private Task AnswerAsync(HttpContext context)
    {
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return Task.CompletedTask;
        }

        return context.Request.Path.Value switch
        {
            "/health/live" => WriteJsonAsync(context, StatusCodes.Status200OK, new { status = "live" }),
            "/health/ready" => WriteReadinessAsync(context),
            "/metrics" => WriteMetricsAsync(context),
            _ => WriteJsonAsync(context, StatusCodes.Status404NotFound, new { paths = Paths }),
        };
    }

    private Task WriteReadinessAsync(HttpContext context)
    {
        var status = broker.Node.Status;
        return WriteJsonAsync(
            context,
            status.IsReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable,
            new
            {
                status = status.State,
                waitingFor = status.WaitingFor,
                controller = broker.Node.IsController,
                lostReplicas = status.LostReplicas,
                offlineLogs = status.OfflineLogs,
                offlineReplicas = status.OfflineReplicas,
                offlineDirectories = status.OfflineDirectories,
            });
    }

    private async Task WriteMetricsAsync(HttpContext context)
    {
        using var text = new StringWriter();
        metrics.WriteTo(text);
        context.Response.ContentType = PrometheusText.ContentType;
        await context.Response.WriteAsync(text.ToString(), context.RequestAborted);
    }

    private static async Task WriteJsonAsync<T>(HttpContext context, int status, T value)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(value, JsonSerializerOptions.Web), context.RequestAborted);
    }
}
