using System.Buffers;
using System.Collections;
using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Tests.Support;

/// <summary>Messages as text, so that two can be compared field by field and a difference can be read.</summary>
internal static class MessageText
{
    public static string Of(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        byte[] bytes => Convert.ToHexString(bytes),
        ReadOnlyMemory<byte> memory => Convert.ToHexString(memory.Span),
        ReadOnlySequence<byte> sequence => Convert.ToHexString(sequence.ToArray()),
        IEnumerable items => $"[{string.Join(", ", items.Cast<object>().Select(Of))}]",
        IWireWritable when WireProperty.Of(value.GetType()) is { Length: > 0 } fields =>
            $"{{{string.Join(", ", fields.Select(field => $"{field.Name}: {Of(field.Property.GetValue(value))}"))}}}",
        _ => value.ToString()!,
    };
}
