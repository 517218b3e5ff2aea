using RaftLog.Model;

namespace RaftLog.Metadata;

/// <summary>Why a request, or an item of one, is refused.</summary>
/// <param name="Code">Kafka's error code.</param>
/// <param name="Message">The reason for people: what was wrong, and what would be right.</param>
internal sealed record ControlError(ErrorCode Code, string Message);
