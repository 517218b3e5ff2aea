namespace RaftLog.Simulator.Mutants;

/// <summary>One replacement in one source file.</summary>
internal sealed record MutantEdit
{
    /// <summary>The file, from the root of the repository.</summary>
    public required string File { get; init; }

    /// <summary>The lines to find, which must stand there exactly once. Any indentation before the first line is kept.</summary>
    public required IReadOnlyList<string> Find { get; init; }

    /// <summary>What to put in their place.</summary>
    public required IReadOnlyList<string> Replace { get; init; }

    /// <summary>Applies the edit to the text of its file.</summary>
    /// <exception cref="MutantException">The text is not there, or more than once.</exception>
    public string ApplyTo(string source, string mutant)
    {
        string wanted = string.Join('\n', Find);
        int at = source.IndexOf(wanted, StringComparison.Ordinal);
        if (wanted.Length == 0 || at < 0)
        {
            throw new MutantException($"mutant {mutant} no longer applies: {File} does not contain{Environment.NewLine}{wanted}");
        }

        if (source.IndexOf(wanted, at + 1, StringComparison.Ordinal) >= 0)
        {
            throw new MutantException($"mutant {mutant} no longer applies: {File} contains more than once{Environment.NewLine}{wanted}");
        }

        return string.Concat(source.AsSpan(0, at), string.Join('\n', Replace), source.AsSpan(at + wanted.Length));
    }
}
