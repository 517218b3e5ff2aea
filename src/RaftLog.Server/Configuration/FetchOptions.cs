namespace RaftLog.Server.Configuration;

/// <summary>What consumers may make a broker hold.</summary>
public sealed class FetchOptions
{
    /// <summary>The most record bytes in one fetch response (Kafka's <c>fetch.max.bytes</c>); a single larger batch passes alone. Default 16 MiB.</summary>
    public int MaxBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>
    /// How many fetch sessions are kept (Kafka's <c>max.incremental.fetch.session.cache.slots</c>); 0 for none. Consumers that get none send full
    /// requests. Default 1000.
    /// </summary>
    public int Sessions { get; set; } = 1000;

    /// <summary>
    /// How many bytes a second, for each processor of the machine, consumers may read from files while this broker is written to, all together; four times
    /// what is written comes on top. 0 for no limit. Default 32 MiB.
    /// </summary>
    public int CatchUpRate { get; set; } = 32 * 1024 * 1024;
}
