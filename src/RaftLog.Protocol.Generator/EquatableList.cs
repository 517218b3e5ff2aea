using System.Collections;

namespace RaftLog.Protocol.Generator;

/// <summary>A list compared by its elements, as the compiler's cache of generator results needs it.</summary>
internal sealed class EquatableList<T>(IReadOnlyList<T> items) : IEquatable<EquatableList<T>>, IEnumerable<T>
    where T : IEquatable<T>
{
    public bool Equals(EquatableList<T>? other) => other is not null && items.SequenceEqual(other);

    public override bool Equals(object? obj) => Equals(obj as EquatableList<T>);

    public override int GetHashCode() => items.Aggregate(items.Count, (hash, item) => unchecked((hash * 31) + item.GetHashCode()));

    public IEnumerator<T> GetEnumerator() => items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
