namespace RaftLog.Broker.Network;

/// <summary>A client's connection as handlers see it.</summary>
/// <param name="Remote">The client's address, for logs.</param>
/// <param name="Host">The client's address without the port, as DescribeGroups shows it.</param>
/// <param name="Closing">Ends when the connection closes.</param>
internal sealed record ClientConnection(string Remote, string Host, CancellationToken Closing)
{
    /// <summary>What the requests that are being started append; for the part of a handler that runs before it first waits.</summary>
    public AppendBurst Appends { get; } = new();

    /// <summary>
    /// When it may read from files again, on the clock of <see cref="Fetching.CatchUpPace"/>; zero when it need not wait. Of one word, since fetches of one
    /// connection may run at the same time.
    /// </summary>
    public TimeSpan ReadsAgainAt { get; set; }
}
