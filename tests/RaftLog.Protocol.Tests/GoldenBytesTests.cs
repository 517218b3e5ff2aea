using System.Buffers;
using System.Collections;
using System.Text.Json;
using RaftLog.Model.Wire;
using RaftLog.Protocol.Tests.Support;

namespace RaftLog.Protocol.Tests;

/// <summary>
/// The encoding of every message and version against bytes made elsewhere. A wrong order, type, version or default in a declaration passes
/// a round trip; it does not pass this.
/// </summary>
public sealed class GoldenBytesTests
{
    private static readonly Dictionary<string, Type> TypesByName = AllMessages.Types.ToDictionary(type => type.Name);

    public static IEnumerable<TestCaseData> Lines()
    {
        var home = typeof(GoldenBytesTests);
        using var stream = home.Assembly.GetManifestResourceStream($"{home.Namespace}.GoldenBytes.txt")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            string[] parts = line.Split('|', 4);
            if (!line.StartsWith('#'))
            {
                yield return new TestCaseData(TypesByName[parts[0]], short.Parse(parts[1]), parts[2], parts[3])
                    .SetArgDisplayNames(parts[0], parts[1]);
            }
        }
    }

    [TestCaseSource(nameof(Lines))]
    public void Message_HasTheGoldenBytes(Type type, short version, string hex, string values)
    {
        var message = (IWireWritable)Fill(type, JsonDocument.Parse(values).RootElement);

        Assert.That(Convert.ToHexStringLower(message.ToBytes(version)), Is.EqualTo(hex));
        Assert.That(MessageText.Of(WireCodec.Read(type, Convert.FromHexString(hex), version)), Is.EqualTo(MessageText.Of(message)));
    }

    [Test]
    public void EveryVersionOfEveryKafkaMessage_HasGoldenBytes()
    {
        var golden = Lines().Select(line => (line.Arguments[0], line.Arguments[1])).ToHashSet();
        var declared = AllMessages.Versions.Select(one => (one.Arguments[0], one.Arguments[1]))
            .Where(one => ((Type)one.Item1!).Assembly == typeof(KafkaApi).Assembly);

        Assert.That(declared.Except(golden), Is.Empty);
    }

    private static object Fill(Type type, JsonElement values)
    {
        object made = Activator.CreateInstance(type)!;
        foreach (var value in values.EnumerateObject())
        {
            var property = type.GetProperty(value.Name) ?? throw new InvalidOperationException($"{type.Name} has no {value.Name}.");
            property.SetValue(made, ToValue(property.PropertyType, value.Value));
        }

        return made;
    }

    private static object? ToValue(Type type, JsonElement value)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return value.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.True or JsonValueKind.False => value.GetBoolean(),
            JsonValueKind.Number when type.IsEnum => Enum.ToObject(type, value.GetInt64()),
            JsonValueKind.Number => Convert.ChangeType(value.GetInt64(), type),
            JsonValueKind.Array => ToList(type, value),
            JsonValueKind.Object => Fill(type, value),
            _ when type == typeof(Guid) => value.GetGuid(),
            _ when type == typeof(byte[]) => ToBytes(value),
            _ when type == typeof(ReadOnlySequence<byte>) => new ReadOnlySequence<byte>(ToBytes(value)),
            _ => value.GetString(),
        };
    }

    private static IList ToList(Type type, JsonElement values)
    {
        var list = (IList)Activator.CreateInstance(type)!;
        foreach (var value in values.EnumerateArray())
        {
            list.Add(ToValue(type.GenericTypeArguments[0], value));
        }

        return list;
    }

    private static byte[] ToBytes(JsonElement value) => Convert.FromHexString(value.GetString()![2..]);
}
