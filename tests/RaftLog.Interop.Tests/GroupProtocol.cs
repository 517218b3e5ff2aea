namespace RaftLog.Interop.Tests;

/// <summary>Who assigns the partitions of a group: one of its members, or the broker (KIP-848).</summary>
internal enum GroupProtocol
{
    Classic,
    Consumer,
}
