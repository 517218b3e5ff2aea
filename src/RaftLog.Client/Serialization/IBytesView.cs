using RaftLog.Model;

namespace RaftLog.Client;

/// <summary>
/// A serializer whose values are bytes already: the producer copies them once, from where they lie into the batch.
/// </summary>
/// <typeparam name="T">The type of the key or value.</typeparam>
internal interface IBytesView<in T>
{
    /// <summary>The bytes of the value, or null.</summary>
    NullableBytes View(T value);
}
