namespace RaftLog.Simulator.Mutants;

/// <summary>A named defect: what somebody could have got wrong, as edits of the sources. Read from <c>mutants/{name}.json</c>.</summary>
internal sealed record Mutant
{
    /// <summary>The name of its file.</summary>
    public string Name { get; init; } = "";

    /// <summary>The defect in a sentence.</summary>
    public required string Description { get; init; }

    /// <summary>How long faults happen in each of its runs, in simulated seconds.</summary>
    public int Seconds { get; init; } = 30;

    /// <summary>The only kinds of faults in its runs; empty for the usual mix.</summary>
    public IReadOnlyList<string> Kinds { get; init; } = [];

    /// <summary>The edits; several may be in one file.</summary>
    public required IReadOnlyList<MutantEdit> Edits { get; init; }

    /// <summary>The files that it changes, with their text after the change.</summary>
    /// <param name="read">Gives the text of a file of the repository.</param>
    /// <exception cref="MutantException">An edit does not apply.</exception>
    public IReadOnlyDictionary<string, string> Apply(Func<string, string> read)
    {
        var changed = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var edit in Edits)
        {
            changed[edit.File] = edit.ApplyTo(changed.GetValueOrDefault(edit.File) ?? read(edit.File), Name);
        }

        return changed;
    }
}
