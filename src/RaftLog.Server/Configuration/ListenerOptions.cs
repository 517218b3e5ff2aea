namespace RaftLog.Server.Configuration;

/// <summary>A listening address and the address under which others find it.</summary>
public sealed class ListenerOptions
{
    /// <summary>The address and port to bind. Loopback unless the configuration says otherwise.</summary>
    public HostPort Listen { get; set; }

    /// <summary>What others are told to connect to. Default: the listening address. Needed when that one is a wildcard.</summary>
    public HostPort? Advertised { get; set; }

    /// <summary>What others connect to.</summary>
    public HostPort Effective => Advertised ?? Listen;
}
