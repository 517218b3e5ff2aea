using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace RaftLog.Client;

/// <summary>What producers, consumers and the admin client have in common. Immutable; change a copy by <c>with</c>.</summary>
public record ClientOptions
{
    /// <summary>
    /// The brokers to ask first, <c>host:port</c> separated by commas; the port is 9092 where it is left out. One that answers is enough,
    /// the rest of the cluster is learned from it. Required.
    /// </summary>
    public string BootstrapServers { get; init; } = "";

    /// <summary>The name that brokers log and count this client by. Default <c>raftlog</c>.</summary>
    public string ClientId { get; init; } = "raftlog";

    /// <summary>
    /// How long one request may go unanswered before its connection is given up and the request counts as failed. Default 30 s. Too low
    /// a value breaks connections to brokers that are merely busy.
    /// </summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a call of the admin client or a lookup may take with all its retries. Default 60 s.</summary>
    public TimeSpan OperationTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How long a connection and its handshake may take. Default 3 s. It doubles with each time in a row that it was not enough, up to
    /// <see cref="ConnectTimeoutMax"/> (KIP-601): else many clients that connect at once would give up, and begin anew, for ever.
    /// </summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>The most that <see cref="ConnectTimeout"/> grows to, if that is not longer by itself. Default 30 s.</summary>
    public TimeSpan ConnectTimeoutMax { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The wait before the first retry; it doubles with each further one. Default 10 ms, since most retries wait for an election.</summary>
    public TimeSpan RetryBackoff { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>The longest wait between two retries. Default 1 s.</summary>
    public TimeSpan RetryBackoffMax { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How old the picture of the cluster may grow before it is asked for again although nothing failed. Default 5 min.</summary>
    public TimeSpan MetadataMaxAge { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long a request to a partition's leader may go unanswered before the other brokers are asked whether there is a new leader,
    /// which finds a broker that hangs without closing its connections. Default 500 ms.
    /// </summary>
    public TimeSpan SilentLeaderCheck { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The largest response accepted, in bytes; more closes the connection. Default 128 MiB.</summary>
    public int MaxResponseBytes { get; init; } = 128 * 1024 * 1024;

    /// <summary>Opens the stream to a broker; null dials TCP. For proxies, and for tests without a network.</summary>
    public Func<DnsEndPoint, CancellationToken, ValueTask<Stream>>? Dial { get; init; }

    /// <summary>The clock and timers. Default the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>The seed of every random choice (jitter, broker and sticky partition); null draws one. For repeatable tests.</summary>
    public int? RandomSeed { get; init; }

    /// <summary>Where to log to. Default nowhere.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <summary>Checks every value and the relations between them.</summary>
    /// <exception cref="ArgumentException">A value is wrong; the message names it and says what is accepted.</exception>
    public virtual void Validate()
    {
        Network.BootstrapList.Parse(BootstrapServers);
        OptionChecks.Positive(RequestTimeout, nameof(RequestTimeout));
        OptionChecks.Positive(OperationTimeout, nameof(OperationTimeout));
        OptionChecks.Positive(ConnectTimeout, nameof(ConnectTimeout));
        OptionChecks.Positive(ConnectTimeoutMax, nameof(ConnectTimeoutMax));
        OptionChecks.Positive(RetryBackoff, nameof(RetryBackoff));
        OptionChecks.Positive(MetadataMaxAge, nameof(MetadataMaxAge));
        OptionChecks.Positive(SilentLeaderCheck, nameof(SilentLeaderCheck));
        OptionChecks.NotBelow(RetryBackoffMax, RetryBackoff, nameof(RetryBackoffMax), nameof(RetryBackoff));
        OptionChecks.InRange(MaxResponseBytes, 1024 * 1024, int.MaxValue, nameof(MaxResponseBytes));
    }
}
