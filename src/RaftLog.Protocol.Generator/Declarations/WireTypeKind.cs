namespace RaftLog.Protocol.Generator.Declarations;

/// <summary>How a type is read and written.</summary>
internal enum WireTypeKind
{
    /// <summary>A number, boolean or UUID: always the same size, never null.</summary>
    Fixed,

    /// <summary>An enum, as its underlying number.</summary>
    Enum,

    /// <summary>A type around one number, such as an id, as that number.</summary>
    Wrapper,

    /// <summary>A string.</summary>
    String,

    /// <summary>A byte array, memory or sequence.</summary>
    Bytes,

    /// <summary>A type with a codec of its own: a message, a struct of one, or a hand-written value.</summary>
    Value,

    /// <summary>A list or array.</summary>
    Array,
}
