namespace RaftLog.Client;

/// <content>Transactions (KIP-98): what is produced to several partitions, and offsets of a group, take effect together or not at all.</content>
public sealed partial class Producer<TKey, TValue>
{
    /// <summary>
    /// Takes the transactional id over: ends what an earlier producer of that id has left open, and shuts it out. Once, before the first
    /// transaction; may be called again when it has failed.
    /// </summary>
    /// <exception cref="TransactionException">The cluster does not let this producer have transactions.</exception>
    /// <exception cref="RaftLogException">The coordinator did not answer in time.</exception>
    /// <exception cref="InvalidOperationException">There is no <see cref="ProducerOptions.TransactionalId"/>, or it was done already.</exception>
    public Task InitTransactionsAsync(CancellationToken cancellationToken = default) => RequireTransactions().InitializeAsync(cancellationToken);

    /// <summary>Begins a transaction: what is produced from here on is in it.</summary>
    /// <exception cref="TransactionException">The producer has come to its end.</exception>
    /// <exception cref="InvalidOperationException">One is open already, or <see cref="InitTransactionsAsync"/> was not called.</exception>
    public void BeginTransaction() => RequireTransactions().Session.Begin();

    /// <summary>
    /// Commits offsets of a consumer group with the transaction, so that what was read and what was produced from it stay together. The consumer must
    /// not commit them itself: set <see cref="ConsumerOptions.EnableAutoCommit"/> to false.
    /// </summary>
    /// <param name="offsets">The offsets, each that of the next record to read.</param>
    /// <param name="group">The place of the consumer that read them: <see cref="Consumer{TKey,TValue}.GroupMetadata"/>.</param>
    /// <param name="cancellationToken">Ends the wait; the offsets may be in the transaction all the same.</param>
    /// <exception cref="TransactionException">They were refused, among others because the group has gone on without that consumer.</exception>
    /// <exception cref="RaftLogException">The coordinator did not answer in time.</exception>
    /// <exception cref="InvalidOperationException">No transaction is open.</exception>
    public Task SendOffsetsToTransactionAsync(
        IEnumerable<TopicPartitionOffset> offsets, ConsumerGroupMetadata group, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(offsets);
        ArgumentNullException.ThrowIfNull(group);
        return RequireTransactions().SendOffsetsAsync([.. offsets], group, cancellationToken);
    }

    /// <summary>
    /// Flushes, and commits the transaction. When the coordinator does not answer in time, whether it is committed is unknown: call this again.
    /// </summary>
    /// <exception cref="TransactionException">
    /// It is not committed: a record was not delivered, or the cluster refused. Abort it, unless the exception is fatal.
    /// </exception>
    /// <exception cref="RaftLogException">The coordinator did not answer in time.</exception>
    /// <exception cref="InvalidOperationException">No transaction is open.</exception>
    public Task CommitTransactionAsync(CancellationToken cancellationToken = default) => RequireTransactions().CommitAsync(FlushAsync, cancellationToken);

    /// <summary>Drops what is not sent yet, and aborts the transaction: no reader of committed records sees anything of it.</summary>
    /// <exception cref="TransactionException">The producer has come to its end.</exception>
    /// <exception cref="RaftLogException">The coordinator did not answer in time: call this again.</exception>
    /// <exception cref="InvalidOperationException">No transaction is open.</exception>
    public async Task AbortTransactionAsync(CancellationToken cancellationToken = default) =>
        await RequireTransactions().AbortAsync(FlushAsync, cancellationToken).ConfigureAwait(false);

    private ProducerTransactions RequireTransactions()
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _isDisposed) != 0, this);
        return _transactions ?? throw new InvalidOperationException("Transactions need a ProducerOptions.TransactionalId.");
    }
}
