using System.Buffers;

namespace RaftLog.Client;

/// <summary>Turns keys or values into bytes. Must be safe for concurrent use.</summary>
/// <typeparam name="T">The type of the key or value.</typeparam>
public interface ISerializer<in T>
{
    /// <summary>
    /// Appends the bytes of <paramref name="value"/> to <paramref name="destination"/>. Runs for every record on the caller of the
    /// producer: write straight into the destination rather than through an array.
    /// </summary>
    /// <returns>False for null, which is not the same as no bytes: a null value is a tombstone.</returns>
    bool TrySerialize(T value, IBufferWriter<byte> destination);
}
