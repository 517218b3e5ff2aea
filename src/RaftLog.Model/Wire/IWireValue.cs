namespace RaftLog.Model.Wire;

/// <summary>
/// What can be read and written in the versioned encoding: generated messages and structs, and the few values that spell out their own
/// bytes. Any of them may be the type of a <see cref="WireFieldAttribute"/> property.
/// </summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
public interface IWireValue<TSelf> : IWireWritable
    where TSelf : IWireValue<TSelf>
{
    /// <summary>Reads one value in <paramref name="version"/> and leaves the reader behind it.</summary>
    /// <exception cref="WireFormatException">The bytes are no such value.</exception>
    static abstract TSelf Read(ref WireReader reader, short version);
}
