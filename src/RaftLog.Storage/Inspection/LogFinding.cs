namespace RaftLog.Storage;

/// <summary>Something that a file holds and should not, or the other way round.</summary>
/// <param name="Severity">Whether anything is lost.</param>
/// <param name="File">The file or directory.</param>
/// <param name="Position">Where in it, in bytes from the start; 0 when it is about the whole of it.</param>
/// <param name="What">What is wrong.</param>
/// <param name="Advice">What to do about it.</param>
public sealed record LogFinding(FindingSeverity Severity, string File, long Position, string What, string Advice)
{
    /// <summary>What was wrong with a file that a running broker has written anew from what it knows.</summary>
    internal static LogFinding WrittenAnew(string file, string what) => new(FindingSeverity.Notice, file, 0, what, "It was written anew from memory.");

    /// <inheritdoc/>
    public override string ToString() => $"{File}, byte {Position}: {What}";
}
