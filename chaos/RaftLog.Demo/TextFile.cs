namespace RaftLog.Demo;

/// <summary>A file of the input, as it was when the demo read it: the lines are produced, the bytes are what the log must give back.</summary>
/// <param name="Path">Its path below the input folder; the key of its records.</param>
/// <param name="Content">Its bytes.</param>
internal sealed record TextFile(string Path, ReadOnlyMemory<byte> Content)
{
    /// <summary>
    /// The lines, each with its line end, so that the file can be rebuilt exactly: also one that does not end in a line end, or that
    /// has Windows' ones. A file without a byte is one empty line.
    /// </summary>
    public IEnumerable<ReadOnlyMemory<byte>> Lines()
    {
        ReadOnlyMemory<byte> rest = Content;
        do
        {
            int end = rest.Span.IndexOf((byte)'\n');
            ReadOnlyMemory<byte> line = end < 0 ? rest : rest[..(end + 1)];
            rest = rest[line.Length..];
            yield return line;
        }
        while (!rest.IsEmpty);
    }
}
