namespace RaftLog.Client;

/// <summary>Turns bytes into keys or values. Must be safe for concurrent use.</summary>
/// <typeparam name="T">The type of the key or value.</typeparam>
public interface IDeserializer<out T>
{
    /// <summary>Reads a key or value.</summary>
    /// <param name="data">The bytes, valid only during the call; empty for null.</param>
    /// <param name="isNull">Whether there was none.</param>
    T Deserialize(ReadOnlySpan<byte> data, bool isNull);
}
