using RaftLog.Model;

namespace RaftLog.Client;

/// <summary>Gets at the bytes of keys, or of values.</summary>
/// <typeparam name="T">Their type.</typeparam>
internal readonly struct FieldSerializer<T>(ISerializer<T> serializer)
{
    private readonly IBytesView<T>? _view = serializer as IBytesView<T>;

    /// <summary>The bytes of <paramref name="value"/>, gathered in <paramref name="scratch"/> unless they lie somewhere already; valid until that is used again.</summary>
    public NullableBytes Serialize(T value, PooledBufferWriter scratch)
    {
        if (_view is not null)
        {
            return _view.View(value);
        }

        scratch.Clear();
        return serializer.TrySerialize(value, scratch) ? NullableBytes.FromSpan(scratch.WrittenSpan) : NullableBytes.Null;
    }
}
