using System.Text;
using RaftLog.Cli.Produce;

namespace RaftLog.Cli.Tests;

public sealed class LineReaderTests
{
    [TestCase("", new string[0])]
    [TestCase("a", new[] { "a" })]
    [TestCase("a\n", new[] { "a" })]
    [TestCase("a\nb", new[] { "a", "b" })]
    [TestCase("\n\n", new[] { "", "" })]
    [TestCase("a\r\nb\r\n", new[] { "a\r", "b\r" })]
    public async Task Lines_LoseNothingButTheLineFeed(string text, string[] expected) =>
        Assert.That(await ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(text))), Is.EqualTo(expected));

    [Test]
    public async Task LongLine_ThatArrivesInPieces_ComesWhole()
    {
        string line = new('x', 300_000);

        Assert.That(await ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes($"{line}\nend"))), Is.EqualTo(new[] { line, "end" }));
    }

    private static async Task<List<string>> ReadAsync(Stream input)
    {
        var lines = new List<string>();
        await foreach (var line in LineReader.ReadAsync(input))
        {
            lines.Add(Encoding.UTF8.GetString(line.Span));
        }

        return lines;
    }
}
