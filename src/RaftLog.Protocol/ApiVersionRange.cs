using RaftLog.Model.Wire;

namespace RaftLog.Protocol;

/// <summary>The versions of one API that a broker or client speaks.</summary>
/// <param name="Key">The API.</param>
/// <param name="Versions">Its versions.</param>
public readonly record struct ApiVersionRange(ApiKey Key, WireVersions Versions)
{
    /// <summary>The range from <paramref name="lowest"/> to <paramref name="highest"/>, both included.</summary>
    public ApiVersionRange(ApiKey key, short lowest, short highest)
        : this(key, new WireVersions(lowest, highest))
    {
    }

    /// <summary>The highest version that both sides speak, or null when there is none.</summary>
    public short? HighestCommon(WireVersions other)
    {
        short highest = Math.Min(Versions.Highest, other.Highest);
        return highest >= Math.Max(Versions.Lowest, other.Lowest) ? highest : null;
    }
}
