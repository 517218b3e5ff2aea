namespace RaftLog.Metadata;

/// <summary>How old data leaves a partition (<c>cleanup.policy</c>).</summary>
[Flags]
public enum CleanupPolicies
{
    /// <summary>Not a policy: the configuration always has one.</summary>
    None = 0,

    /// <summary>By age and size.</summary>
    Delete = 1,

    /// <summary>Records with a newer one of the same key leave.</summary>
    Compact = 2,
}
