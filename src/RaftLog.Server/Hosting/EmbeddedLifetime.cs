using Microsoft.Extensions.Hosting;

namespace RaftLog.Server.Hosting;

/// <summary>The lifetime of a broker inside another program: only the program itself stops it.</summary>
internal sealed class EmbeddedLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
