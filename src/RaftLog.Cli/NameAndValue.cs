namespace RaftLog.Cli;

/// <summary>A pair written <c>name=value</c>.</summary>
internal readonly record struct NameAndValue(string Name, string Value)
{
    /// <summary>Reads the pair; the value may be empty and may hold more equals signs.</summary>
    /// <exception cref="CliException">There is no equals sign, or nothing before it.</exception>
    public static NameAndValue Parse(string text)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0
            ? new NameAndValue(text[..equals], text[(equals + 1)..])
            : throw new CliException($"'{text}' is not of the form name=value.", CliExitCode.Usage);
    }
}
