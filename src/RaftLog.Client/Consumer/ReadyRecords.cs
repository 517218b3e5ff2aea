namespace RaftLog.Client;

/// <summary>
/// Records of one partition that lie ready, decoded one by one as a loop asks for them; those that it leaves come with the next call. Valid until
/// then.
/// </summary>
/// <typeparam name="TKey">The type of the keys.</typeparam>
/// <typeparam name="TValue">The type of the values.</typeparam>
/// <remarks>
/// Keys and values of type <see cref="ReadOnlyMemory{T}"/> are views of what was fetched, valid until the next record is asked for: copy what is
/// to be kept.
/// </remarks>
public readonly struct ReadyRecords<TKey, TValue>
{
    private readonly Consumer<TKey, TValue> _consumer;

    internal ReadyRecords(Consumer<TKey, TValue> consumer) => _consumer = consumer;

    /// <summary>Goes through the records. Used by one loop at a time, and together with no other call that consumes.</summary>
    public Enumerator GetEnumerator() => new(_consumer);

    /// <summary>One way through the records.</summary>
    public readonly struct Enumerator
    {
        private readonly Consumer<TKey, TValue> _consumer;

        internal Enumerator(Consumer<TKey, TValue> consumer) => _consumer = consumer;

        /// <summary>The record; each use decodes it.</summary>
        public ConsumeResult<TKey, TValue> Current => _consumer.CurrentView();

        /// <summary>Goes to the next record, and the position of the partition behind it; false when none lies ready any more.</summary>
        /// <exception cref="RaftLogException">A batch is damaged.</exception>
        public bool MoveNext() => _consumer.MoveToNextReady();
    }
}
