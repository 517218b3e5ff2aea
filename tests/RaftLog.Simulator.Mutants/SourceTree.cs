namespace RaftLog.Simulator.Mutants;

/// <summary>
/// A copy of the sources that a mutant may change. Files that are the same already keep their time stamps, so that only what a mutant
/// changes is compiled again.
/// </summary>
internal sealed class SourceTree(string root, string copy)
{
    private const string Simulator = "tests/RaftLog.Simulator";

    private static readonly string[] Folders = ["src", Simulator];
    private static readonly string[] BuildOutput = ["bin", "obj"];

    /// <summary>The copy's root.</summary>
    public string Path { get; } = copy;

    /// <summary>The project to build in it.</summary>
    public string SimulatorProject => System.IO.Path.Combine(Path, Simulator, "RaftLog.Simulator.csproj");

    /// <summary>The program that comes out.</summary>
    public string SimulatorProgram => System.IO.Path.Combine(Path, Simulator, "bin/Release/net10.0/RaftLog.Simulator");

    /// <summary>Makes the copy equal to the original, whatever an earlier run left in it.</summary>
    public void Refresh()
    {
        var wanted = Originals().ToHashSet(StringComparer.Ordinal);
        foreach (string file in wanted)
        {
            Write(file, File.ReadAllText(System.IO.Path.Combine(root, file)));
        }

        foreach (string left in Folders.SelectMany(folder => FilesOf(Path, folder)).Where(file => !wanted.Contains(file)).ToList())
        {
            File.Delete(System.IO.Path.Combine(Path, left));
        }
    }

    /// <summary>Puts a mutant into the copy. Disposing takes it out again.</summary>
    /// <exception cref="MutantException">An edit does not apply; nothing was changed.</exception>
    public IDisposable Apply(Mutant mutant)
    {
        var changed = mutant.Apply(Original);
        foreach ((string file, string text) in changed)
        {
            Write(file, text);
        }

        return new Applied(() =>
        {
            foreach (string file in changed.Keys)
            {
                Write(file, Original(file));
            }
        });
    }

    /// <summary>Copies the program as it is built now to where later builds do not change it.</summary>
    /// <returns>The copy.</returns>
    public string KeepProgram(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (string file in Directory.EnumerateFiles(System.IO.Path.GetDirectoryName(SimulatorProgram)!))
        {
            File.Copy(file, System.IO.Path.Combine(folder, System.IO.Path.GetFileName(file)), overwrite: true);
        }

        return System.IO.Path.Combine(folder, System.IO.Path.GetFileName(SimulatorProgram));
    }

    private string Original(string file)
    {
        string path = System.IO.Path.Combine(root, file);
        return File.Exists(path) ? File.ReadAllText(path) : throw new MutantException($"There is no file {file} to change.");
    }

    private IEnumerable<string> Originals() =>
        Directory.EnumerateFiles(root)
            .Select(file => System.IO.Path.GetFileName(file))
            .Where(name => name.EndsWith(".props", StringComparison.Ordinal) || name is "global.json" or ".editorconfig")
            .Append("tests/Directory.Build.props")
            .Concat(Folders.SelectMany(folder => FilesOf(root, folder)));

    private static IEnumerable<string> FilesOf(string top, string folder)
    {
        string path = System.IO.Path.Combine(top, folder);
        return Directory.Exists(path)
            ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
                .Select(file => System.IO.Path.GetRelativePath(top, file).Replace('\\', '/'))
                .Where(file => !file.Split('/').Any(BuildOutput.Contains))
            : [];
    }

    private void Write(string file, string text)
    {
        string path = System.IO.Path.Combine(Path, file);
        if (!File.Exists(path) || File.ReadAllText(path) != text)
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }
    }

    private sealed class Applied(Action revert) : IDisposable
    {
        public void Dispose() => revert();
    }
}
