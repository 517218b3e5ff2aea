namespace RaftLog.Server.Configuration;

/// <summary>One voter of the metadata group.</summary>
public sealed class ControllerAddress
{
    /// <summary>The broker's number.</summary>
    public int Id { get; set; } = -1;

    /// <summary>Where that broker listens for its peers.</summary>
    public HostPort Peer { get; set; }
}
