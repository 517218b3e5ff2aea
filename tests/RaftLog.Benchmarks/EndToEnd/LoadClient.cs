using System.Diagnostics;
using RaftLog.LocalCluster;

namespace RaftLog.Benchmarks.EndToEnd;

/// <summary>Runs <c>raftlog bench produce</c> as a process of its own, so that the load and the brokers share nothing but the machine.</summary>
internal sealed class LoadClient(string bootstrapServers)
{
    public async Task<Measurement> ProduceAsync(string topic, IEnumerable<string> options, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(Checkout.CommandLineProgram) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])["bench", "produce", topic, "--bootstrap", bootstrapServers, "--json", .. options])
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start) ?? throw new LoadClientException("The load client could not be started.");
        Task<string> output = process.StandardOutput.ReadToEndAsync(cancellation);
        Task<string> errors = process.StandardError.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        return process.ExitCode == 0 ? Measurement.Parse(await output) : throw new LoadClientException((await errors).Trim());
    }
}
