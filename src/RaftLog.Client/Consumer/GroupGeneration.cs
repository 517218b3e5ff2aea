namespace RaftLog.Client;

/// <summary>A member's place in its group; every request of the member names it.</summary>
/// <param name="MemberId">The id that the coordinator gave; empty before.</param>
/// <param name="GenerationId">The generation; -1 outside the group.</param>
internal sealed record GroupGeneration(string MemberId, int GenerationId)
{
    public static readonly GroupGeneration None = new("", -1);
}
