namespace RaftLog.Protocol.Generator.Declarations;

/// <summary>A type of a field or of the elements of one.</summary>
/// <param name="Kind">How it is read and written.</param>
/// <param name="Name">Its C# name, fully qualified, without the mark of nullability.</param>
/// <param name="IsNullable">Whether the declaration lets it be null.</param>
/// <param name="IsReference">Whether it is a reference type, so that null needs no <c>Nullable</c> around it.</param>
internal sealed record WireType(WireTypeKind Kind, string Name, bool IsNullable, bool IsReference)
{
    /// <summary>The part of the reader's and writer's method names: <c>Int32</c>, <c>String</c>, <c>Bytes</c>, ...</summary>
    public string Codec { get; init; } = "";

    /// <summary>The C# type that <see cref="Codec"/> reads and writes, where it is not the type itself.</summary>
    public string Primitive { get; init; } = "";

    /// <summary>The bytes of a fixed-size type, and the fewest that another one takes.</summary>
    public int LeastSize { get; init; } = 1;

    /// <summary>The type of an array's elements.</summary>
    public WireType? Element { get; init; }

    /// <summary>Whether an array is a C# array, not a list.</summary>
    public bool IsClrArray { get; init; }

    /// <summary>The versions that a message of its own declares; null for any other type, and where they cannot be read.</summary>
    public VersionRange? Versions { get; init; }
}
