namespace RaftLog.Broker;

/// <summary>What bounds a client's connection.</summary>
public sealed class KafkaListenerOptions
{
    /// <summary>The largest request in bytes (<c>socket.request.max.bytes</c>); a client that announces more is disconnected. Default 100 MiB.</summary>
    public int MaxRequestBytes { get; set; } = 100 * 1024 * 1024;

    /// <summary>
    /// How many requests of one connection, Produce requests aside, are served at the same time; beyond, the connection is not read. Each may hold an answer of
    /// megabytes until the client takes it. Default 64.
    /// </summary>
    public int MaxRequestsInFlight { get; set; } = 64;

    /// <summary>
    /// How many Produce requests of one connection are served at the same time; beyond, the connection is not read. Their answers are small, and what waits
    /// together shares writes, flushes and messages between brokers: clients that send a request for each partition have hundreds under way. Default 512.
    /// </summary>
    public int MaxProduceRequestsInFlight { get; set; } = 512;

    /// <summary>How many bytes of requests one connection may have in flight; beyond, it is not read. One larger request passes alone. Default 64 MiB.</summary>
    public long MaxRequestBytesInFlight { get; set; } = 64 * 1024 * 1024;

    /// <summary>Throws when a value is out of range; the message names it and what is accepted.</summary>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public void Validate()
    {
        OptionCheck.Require(MaxRequestBytes >= 1024, nameof(MaxRequestBytes), "at least 1024");
        OptionCheck.Require(MaxRequestsInFlight >= 1, nameof(MaxRequestsInFlight), "at least 1");
        OptionCheck.Require(MaxProduceRequestsInFlight >= 1, nameof(MaxProduceRequestsInFlight), "at least 1");
        OptionCheck.Require(MaxRequestBytesInFlight >= 1024, nameof(MaxRequestBytesInFlight), "at least 1024");
    }
}
