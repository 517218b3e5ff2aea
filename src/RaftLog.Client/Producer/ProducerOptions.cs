using RaftLog.Model;

namespace RaftLog.Client;

/// <summary>Settings of a <see cref="Producer{TKey,TValue}"/>.</summary>
public sealed record ProducerOptions : ClientOptions
{
    /// <summary>What acknowledges a record. Default <see cref="Client.Acks.All"/>.</summary>
    public Acks Acks { get; init; } = Acks.All;

    /// <summary>
    /// Whether brokers recognise a record that is sent again, so that retries neither duplicate nor reorder (KIP-98). Default true; needs
    /// <see cref="Client.Acks.All"/>. Without it, only one batch per partition is under way at a time.
    /// </summary>
    public bool EnableIdempotence { get; init; } = true;

    /// <summary>
    /// The name under which this producer has transactions; null, the default, for none. Of all producers with the same one only the last to
    /// call <see cref="Producer{TKey,TValue}.InitTransactionsAsync"/> may go on, so a process that is started again keeps its name. Needs idempotence.
    /// </summary>
    public string? TransactionalId { get; init; }

    /// <summary>
    /// How long a transaction may be open before the coordinator aborts it. Default 60 s; brokers accept up to their
    /// <c>transaction.max.timeout.ms</c>, usually 15 min.
    /// </summary>
    public TimeSpan TransactionTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How long a batch waits for more records before it is sent, while the buffer has room for them. Default zero: a batch waits only while others
    /// are under way to its broker. Behind another of its partition, which would be acknowledged before it anyway, that is at most 5 ms, or as long as
    /// acknowledgements take longer than at their best. While they take 20 ms longer or more, as when small batches of many partitions keep the
    /// broker busy, every batch waits, for up to 500 ms, until they do no more. That costs no latency when there is little to send.
    /// </summary>
    public TimeSpan Linger { get; init; } = TimeSpan.Zero;

    /// <summary>The size at which a batch is full, in bytes before compression. Default 256 KiB. A single larger record makes a batch of its own.</summary>
    public int BatchBytes { get; init; } = 256 * 1024;

    /// <summary>The most bytes of one request to a broker. Default 1 MiB, which is also the most that one record may have.</summary>
    public int MaxRequestBytes { get; init; } = 1024 * 1024;

    /// <summary>The bytes of unacknowledged records held in memory; when they are used up, producing waits. Default 32 MiB.</summary>
    public long BufferBytes { get; init; } = 32L * 1024 * 1024;

    /// <summary>How long producing may wait for buffer memory or for the topic's metadata. Default 60 s.</summary>
    public TimeSpan MaxBlock { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a record may take from being accepted to being acknowledged, with all retries. Default 120 s.</summary>
    public TimeSpan DeliveryTimeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>The requests that may be under way to one broker. Default 5, the most that keeps order with idempotence.</summary>
    public int MaxInFlight { get; init; } = 5;

    /// <summary>The codec of the batches. Default none. lz4 and zstd need the system's libraries.</summary>
    public CompressionCodec Compression { get; init; } = CompressionCodec.None;

    /// <summary>
    /// Told of every batch that was delivered or given up, on the producer's own loop: must be quick and must not throw. The only
    /// way to learn the fate of records handed over by <see cref="Producer{TKey,TValue}.SendAsync"/>, besides
    /// <see cref="Producer{TKey,TValue}.FlushAsync"/>.
    /// </summary>
    public Action<DeliveryReport>? DeliveryHandler { get; init; }

    /// <summary>
    /// Whether whoever awaits <see cref="Producer{TKey,TValue}.ProduceAsync"/> goes on on the producer's own loop, as the delivery handler does, without a wake-up of
    /// the thread pool: for programs that wait for each record and do little in between. What computes there holds up all that the producer has to send, and
    /// what blocks there until another record is acknowledged, or a flush is done, blocks for ever. Default false.
    /// </summary>
    public bool UnsafePreferInlineScheduling { get; init; }

    /// <summary>The highest level of transactions (KIP-1022) that is used, whatever the cluster has: 1 for that of clients before KIP-890.</summary>
    internal short HighestTransactionVersion { get; init; } = short.MaxValue;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        OptionChecks.NotNegative(Linger, nameof(Linger));
        OptionChecks.Positive(MaxBlock, nameof(MaxBlock));
        OptionChecks.InRange(MaxRequestBytes, 1024, int.MaxValue / 2, nameof(MaxRequestBytes));
        OptionChecks.InRange(BatchBytes, 1, MaxRequestBytes, nameof(BatchBytes));
        OptionChecks.InRange(BufferBytes, MaxRequestBytes, long.MaxValue, nameof(BufferBytes));
        OptionChecks.InRange(MaxInFlight, 1, EnableIdempotence ? 5 : 1000, nameof(MaxInFlight));
        OptionChecks.Require(Enum.IsDefined(Acks), nameof(Acks), "must be None, Leader or All");
        OptionChecks.NotBelow(DeliveryTimeout, Linger + RequestTimeout, nameof(DeliveryTimeout), "Linger + RequestTimeout");
        OptionChecks.Require(
            !EnableIdempotence || Acks == Acks.All,
            nameof(EnableIdempotence),
            "needs Acks.All: set Acks to All, or EnableIdempotence to false");
        OptionChecks.Require(TransactionalId is null || TransactionalId.Length > 0, nameof(TransactionalId), "must not be empty; leave it null for no transactions");
        OptionChecks.Require(
            TransactionalId is null || EnableIdempotence, nameof(TransactionalId), "needs EnableIdempotence: set it to true, or leave TransactionalId null");
        OptionChecks.InRange((long)TransactionTimeout.TotalMilliseconds, 1, int.MaxValue, nameof(TransactionTimeout));
        OptionChecks.Require(
            BatchCompression.IsAvailable(Compression),
            nameof(Compression),
            $"is {Compression}, whose native library was not found on this machine; choose another codec or install the library");
    }
}
