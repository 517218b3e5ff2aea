namespace RaftLog.Server.Configuration;

/// <summary>The HTTP listener for health and metrics.</summary>
public sealed class HttpOptions
{
    /// <summary>The address and port to bind; null for no HTTP listener. Default 127.0.0.1:8092.</summary>
    public HostPort? Listen { get; set; } = new("127.0.0.1", 8092);
}
