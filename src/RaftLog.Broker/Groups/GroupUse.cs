namespace RaftLog.Broker.Groups;

/// <summary>Who uses a group at one moment, as far as it decides whether its offsets may expire.</summary>
/// <param name="HasMembers">Whether anybody is a member.</param>
/// <param name="EmptySinceMs">Since when nobody is, in Unix milliseconds, or null when nobody ever was: then offsets are as old as their commits.</param>
/// <param name="ForgetsUnread">Whether offsets in topics that no member reads may expire although there are members.</param>
/// <param name="ReadTopics">Of the topics asked for, those that members read.</param>
internal sealed record GroupUse(bool HasMembers, long? EmptySinceMs, bool ForgetsUnread, IReadOnlyList<string> ReadTopics);
