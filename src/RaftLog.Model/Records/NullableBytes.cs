namespace RaftLog.Model;

/// <summary>A span of bytes or null: Kafka tells an empty key or value from none, a span alone does not.</summary>
public readonly ref struct NullableBytes
{
    private NullableBytes(ReadOnlySpan<byte> span)
    {
        Span = span;
        HasValue = true;
    }

    /// <summary>No bytes; also the default.</summary>
    public static NullableBytes Null => default;

    /// <summary>Whether there are bytes, if only an empty span.</summary>
    public bool HasValue { get; }

    /// <summary>The bytes; empty for null.</summary>
    public ReadOnlySpan<byte> Span { get; }

    /// <summary>The length as records state it: -1 for null.</summary>
    public int LengthOrNull => HasValue ? Span.Length : -1;

    /// <summary>The bytes of <paramref name="span"/>, never null.</summary>
    public static implicit operator NullableBytes(ReadOnlySpan<byte> span) => new(span);

    /// <summary>The bytes of <paramref name="array"/>, or null.</summary>
    public static implicit operator NullableBytes(byte[]? array) => array is null ? default : new NullableBytes(array);

    /// <summary>The bytes of <paramref name="memory"/>, or null.</summary>
    public static implicit operator NullableBytes(ReadOnlyMemory<byte>? memory) => FromMemory(memory);

    /// <summary>The bytes of <paramref name="span"/>, never null.</summary>
    public static NullableBytes FromSpan(ReadOnlySpan<byte> span) => new(span);

    /// <summary>The bytes of <paramref name="array"/>, or null.</summary>
    public static NullableBytes FromArray(byte[]? array) => array;

    /// <summary>The bytes of <paramref name="memory"/>, or null.</summary>
    public static NullableBytes FromMemory(ReadOnlyMemory<byte>? memory) => memory is { } bytes ? new NullableBytes(bytes.Span) : default;
}
