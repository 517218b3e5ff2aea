namespace RaftLog.Client;

/// <summary>Where the value of a setting comes from.</summary>
public enum SettingOrigin
{
    /// <summary>Nothing sets it.</summary>
    Default,

    /// <summary>The topic's own configuration.</summary>
    Topic,

    /// <summary>A broker's configuration, for one or for all brokers, changed while the cluster runs.</summary>
    Broker,

    /// <summary>A broker's configuration file.</summary>
    File,
}
