namespace RaftLog.Storage;

/// <summary>Something that a file holds and should not, or the other way round.</summary>
/// <param name="Severity">Whether anything is lost.</param>
/// <param name="File">The file or directory.</param>
/// <param name="Position">Where in it, in bytes from the start; 0 when it is about the whole of it.</param>
/// <param name="What">What is wrong.</param>
/// <param name="Advice">What to do about it.</param>
public sealed record LogFinding(FindingSeverity Severity, string File, long Position, string What, string Advice)
{
    /// <inheritdoc/>
    public override string ToString() => $"{File}, byte {Position}: {What}";
}
