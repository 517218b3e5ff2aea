using RaftLog.Model;

namespace RaftLog.Metadata;

/// <summary>What every answer of the controller begins with.</summary>
public abstract class ControllerResult
{
    /// <summary>
    /// Whether the request as a whole was carried out; single items may still have failed. <see cref="ErrorCode.NotController"/> and
    /// <see cref="ErrorCode.RequestTimedOut"/> leave open whether it took effect.
    /// </summary>
    public ErrorCode Error { get; set; }

    /// <summary>What was wrong, for people; null when nothing was.</summary>
    public string? ErrorMessage { get; set; }

    /// <summary>What must be applied before what was written can be read; set with the answer.</summary>
    internal LogIndex Index { get; set; }

    /// <summary>Whether the request as a whole was carried out.</summary>
    public bool IsSuccess => Error == ErrorCode.None;
}
