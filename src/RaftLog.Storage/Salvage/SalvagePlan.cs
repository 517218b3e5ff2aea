using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>What <see cref="ReplicaSalvage"/> would keep of a damaged replica, and what it would give up.</summary>
/// <param name="Source">The damaged directory.</param>
/// <param name="Target">The directory that the broker will open.</param>
/// <param name="Manifest">Whose log it is.</param>
/// <param name="Segments">The segment files to keep, in their order; the last one up to <paramref name="CutAt"/>.</param>
/// <param name="CutAt">How much of the last one is kept.</param>
/// <param name="FirstIndex">The first index that is kept.</param>
/// <param name="LastIndex">The last index that is kept.</param>
/// <param name="LastTerm">Its term.</param>
/// <param name="StartOffset">The first offset that is kept.</param>
/// <param name="EndOffset">The offset behind the last record that is kept; records from here on are given up.</param>
/// <param name="BytesKept">The bytes of what is kept.</param>
/// <param name="BytesGivenUp">The bytes of all segment files behind that.</param>
/// <param name="FramesGivenUp">The entries behind the damage that could still be read, but do not continue what is kept.</param>
/// <param name="LastOffsetSeen">The end of the records that could be seen behind the damage; null when none could.</param>
/// <param name="Damage">What ended the log; null when it is whole.</param>
public sealed record SalvagePlan(
    string Source,
    string Target,
    ReplicaManifest Manifest,
    IReadOnlyList<string> Segments,
    long CutAt,
    LogIndex FirstIndex,
    LogIndex LastIndex,
    Term LastTerm,
    Offset StartOffset,
    Offset EndOffset,
    long BytesKept,
    long BytesGivenUp,
    long FramesGivenUp,
    Offset? LastOffsetSeen,
    LogFinding? Damage)
{
    /// <summary>Whether the broker would open the replica as it is, so that there is nothing to do.</summary>
    public bool IsNeedless => Damage is null && Source == Target;
}
