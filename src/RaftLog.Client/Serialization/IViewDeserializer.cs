namespace RaftLog.Client;

/// <summary>A deserializer whose values can be views of the bytes that were fetched.</summary>
/// <typeparam name="T">The type of the key or value.</typeparam>
internal interface IViewDeserializer<out T>
{
    /// <summary>The value, valid as long as <paramref name="data"/> is.</summary>
    T View(ReadOnlyMemory<byte> data);
}
