using System.Buffers;
using System.Globalization;
using System.Text;
using RaftLog.Client;

namespace RaftLog.Cli.Consume;

/// <summary>
/// A template for a record: text with <c>{topic}</c>, <c>{partition}</c>, <c>{offset}</c>, <c>{timestamp}</c>, <c>{key}</c>, <c>{value}</c>
/// and <c>{headers}</c>. Keys and values come out as the bytes they are.
/// </summary>
internal sealed class RecordFormat
{
    private static readonly string[] Fields = ["topic", "partition", "offset", "timestamp", "key", "value", "headers"];

    // Text and fields in turn; a field is one of Fields by reference, text is anything else.
    private readonly List<(string? Field, byte[] Text)> _parts = [];

    private RecordFormat()
    {
    }

    /// <summary>Reads a template.</summary>
    /// <exception cref="CliException">It names an unknown field, or a brace is not closed.</exception>
    public static RecordFormat Parse(string template)
    {
        var format = new RecordFormat();
        string text = Escapes.Expand(template);
        int position = 0;
        while (position < text.Length)
        {
            int open = text.IndexOf('{', position);
            if (open < 0)
            {
                format.AddText(text[position..]);
                break;
            }

            int close = text.IndexOf('}', open);
            string name = close < 0 ? text[open..] : text[(open + 1)..close];
            if (close < 0 || !Fields.Contains(name))
            {
                throw new CliException($"The format has no field '{name}'; there are {string.Join(", ", Fields.Select(field => $"{{{field}}}"))}.", CliExitCode.Usage);
            }

            format.AddText(text[position..open]);
            format._parts.Add((name, []));
            position = close + 1;
        }

        return format;
    }

    /// <summary>Writes a record.</summary>
    public void Write(in ConsumeResult<byte[]?, byte[]?> record, IBufferWriter<byte> output)
    {
        foreach (var (field, text) in _parts)
        {
            output.Write(field is null ? text : Value(field, record));
        }
    }

    private void AddText(string text)
    {
        if (text.Length > 0)
        {
            _parts.Add((null, Encoding.UTF8.GetBytes(text)));
        }
    }

    private static byte[] Value(string field, in ConsumeResult<byte[]?, byte[]?> record) => field switch
    {
        "topic" => Encoding.UTF8.GetBytes(record.Topic),
        "partition" => Number(record.Partition),
        "offset" => Number(record.Offset),
        "timestamp" => Encoding.UTF8.GetBytes(record.Timestamp.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)),
        "key" => record.Key ?? [],
        "value" => record.Value ?? [],
        _ => Encoding.UTF8.GetBytes(string.Join(',', record.Headers.Select(header => $"{header.Key}={HeaderText.Of(header.Value)}"))),
    };

    private static byte[] Number(long value) => Encoding.UTF8.GetBytes(value.ToString(CultureInfo.InvariantCulture));
}
