using System.Globalization;
using System.Text;
using RaftLog.Broker.Tests.Support;
using RaftLog.Protocol;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Tests.Network;

/// <summary>
/// The table of APIs in <c>docs/protocol-support.md</c> is what a broker says. <c>make protocol-docs</c> writes it; otherwise it is compared.
/// </summary>
public sealed class ProtocolSupportTests
{
    private const string WriteSwitch = "RAFTLOG_WRITE_DOCS";
    private const string Begin = "<!-- generated: apis -->\n";
    private const string End = "<!-- end of generated: apis -->";

    [Test]
    public async Task Document_TellsTheApisAndVersions_ThatABrokerTells()
    {
        await using var broker = await TestBroker.StartAsync();
        var answer = await broker.Connect().CallAsync(new ApiVersionsRequest { ClientSoftwareName = "docs", ClientSoftwareVersion = "1" }, version: 3);
        string file = Path.Combine(RepositoryRoot(), "docs", "protocol-support.md");
        string document = await File.ReadAllTextAsync(file);
        int from = document.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        int to = document.IndexOf(End, StringComparison.Ordinal);
        string expected = $"{document[..from]}{Table(answer)}{document[to..]}";

        if (Environment.GetEnvironmentVariable(WriteSwitch) is not null)
        {
            await File.WriteAllTextAsync(file, expected);
        }
        else
        {
            Assert.That(document, Is.EqualTo(expected), "docs/protocol-support.md is out of date: run 'make protocol-docs'.");
        }
    }

    private static string Table(ApiVersionsResponse answer)
    {
        var table = new StringBuilder("| key | API | versions | flexible from |\n| --- | --- | --- | --- |\n");
        foreach (var api in answer.ApiKeys.OrderBy(api => api.ApiKey))
        {
            string versions = api.MinVersion == api.MaxVersion ? $"{api.MinVersion}" : $"{api.MinVersion}-{api.MaxVersion}";
            int flexible = Enumerable.Range(api.MinVersion, api.MaxVersion - api.MinVersion + 1)
                .FirstOrDefault(version => KafkaApi.IsFlexible(api.ApiKey, (short)version), defaultValue: -1);
            table.Append(CultureInfo.InvariantCulture, $"| {(short)api.ApiKey} | {api.ApiKey} | {versions} | {(flexible < 0 ? "-" : $"{flexible}")} |\n");
        }

        return table.ToString();
    }

    private static string RepositoryRoot()
    {
        string? directory = AppContext.BaseDirectory;
        while (directory is not null && !File.Exists(Path.Combine(directory, "RaftLog.sln")))
        {
            directory = Path.GetDirectoryName(directory);
        }

        return directory ?? throw new InvalidOperationException("RaftLog.sln was not found above the tests.");
    }
}
