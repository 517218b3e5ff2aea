namespace RaftLog.Broker.Handlers;

/// <summary>The end of a client's patience with one request.</summary>
internal static class RequestDeadline
{
    /// <summary>What a client asks for in milliseconds, kept between nothing and <paramref name="most"/>.</summary>
    public static TimeSpan Clamp(int milliseconds, TimeSpan most)
    {
        var asked = TimeSpan.FromMilliseconds(Math.Max(0, milliseconds));
        return asked < most ? asked : most;
    }
}
