using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace RaftLog.Client;

/// <summary>The built-in serializers and deserializers, each both at once. Numbers are big-endian, as Java's are.</summary>
public static class Serializers
{
    /// <summary>Bytes as they are.</summary>
    public static Serde<byte[]?> Bytes { get; } = new BytesSerde();

    /// <summary>Bytes as they are, copied when read; null is read as empty.</summary>
    public static Serde<ReadOnlyMemory<byte>> Memory { get; } = new MemorySerde();

    /// <summary>Text as UTF-8.</summary>
    public static Serde<string?> Utf8 { get; } = new Utf8Serde();

    /// <summary>32-bit numbers.</summary>
    public static Serde<int> Int32 { get; } = new Int32Serde();

    /// <summary>64-bit numbers.</summary>
    public static Serde<long> Int64 { get; } = new Int64Serde();

    /// <summary>Guids, as 16 bytes in the order of their text.</summary>
    public static Serde<Guid> Guid { get; } = new GuidSerde();

    /// <summary>Nothing: always null on the way out, ignored on the way in. For topics without keys.</summary>
    public static Serde<Null> Null { get; } = new NullSerde();

    /// <summary>JSON through reflection; trimmed programs use the other overload.</summary>
    [System.Diagnostics.CodeAnalysis.RequiresUnreferencedCode("Reflects over T. Use the overload that takes a JsonTypeInfo.")]
    [System.Diagnostics.CodeAnalysis.RequiresDynamicCode("Reflects over T. Use the overload that takes a JsonTypeInfo.")]
    public static Serde<T?> Json<T>(JsonSerializerOptions? options = null) =>
        new JsonSerde<T>((JsonTypeInfo<T>)(options ?? JsonSerializerOptions.Default).GetTypeInfo(typeof(T)));

    /// <summary>JSON through a source-generated contract.</summary>
    public static Serde<T?> Json<T>(JsonTypeInfo<T> typeInfo) => new JsonSerde<T>(typeInfo);

    /// <summary>The built-in one for <typeparamref name="T"/>.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    internal static Serde<T> For<T>(string role)
    {
        object? found = typeof(T) switch
        {
            Type type when type == typeof(byte[]) => Bytes,
            Type type when type == typeof(ReadOnlyMemory<byte>) => Memory,
            Type type when type == typeof(string) => Utf8,
            Type type when type == typeof(int) => Int32,
            Type type when type == typeof(long) => Int64,
            Type type when type == typeof(Guid) => Guid,
            Type type when type == typeof(Null) => Null,
            _ => null,
        };
        return found as Serde<T>
            ?? throw new ArgumentException($"There is no built-in serializer for {typeof(T)}: pass one for the {role}, such as Serializers.Json.");
    }
}
