namespace RaftLog.Client;

/// <summary>What a <see cref="RebalanceStep"/> does to the partitions it names.</summary>
internal enum RebalanceKind
{
    /// <summary>Gives them to this member.</summary>
    Assign,

    /// <summary>Takes them away; they can still be committed.</summary>
    Revoke,

    /// <summary>They are gone; others may read them already.</summary>
    Lose,
}
