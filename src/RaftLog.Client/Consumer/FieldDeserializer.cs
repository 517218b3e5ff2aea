namespace RaftLog.Client;

/// <summary>Makes keys, or values, of bytes.</summary>
/// <typeparam name="T">Their type.</typeparam>
internal readonly struct FieldDeserializer<T>(IDeserializer<T> deserializer)
{
    private readonly IViewDeserializer<T>? _view = deserializer as IViewDeserializer<T>;

    /// <summary>A value of its own.</summary>
    public T Copy(ReadOnlyMemory<byte>? data) => deserializer.Deserialize(data is { } bytes ? bytes.Span : default, data is null);

    /// <summary>A view of the bytes where the type can be one.</summary>
    public T View(ReadOnlyMemory<byte>? data) => _view is null ? Copy(data) : _view.View(data.GetValueOrDefault());
}
