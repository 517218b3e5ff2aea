namespace RaftLog.Chaos.Report;

/// <summary>Whether a guarantee held.</summary>
/// <param name="Name">The guarantee in two or three words.</param>
/// <param name="Holds">Whether it held.</param>
/// <param name="Violations">How often it did not.</param>
/// <param name="Words">What was looked at and found, in a sentence with numbers.</param>
/// <param name="Examples">The first violations, each in words.</param>
public sealed record GuaranteeVerdict(string Name, bool Holds, long Violations, string Words, IReadOnlyList<string> Examples);
