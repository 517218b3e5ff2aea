using RaftLog.Simulator.Mutants;

namespace RaftLog.Simulator.Tests.Mutants;

public sealed class SourceTreeTests
{
    private const string Source = "src/A/A.cs";

    private string _root = "";
    private SourceTree _tree = null!;

    private string Copied => Path.Combine(_tree.Path, Source);

    [SetUp]
    public void CreateRepository()
    {
        _root = Directory.CreateTempSubdirectory("mutants-").FullName;
        Write(Source, "original");
        Write("tests/Directory.Build.props", "<Project />");
        Write("src/A/obj/left.cs", "build output");
        _tree = new SourceTree(_root, Path.Combine(_root, ".run/tree"));
    }

    [TearDown]
    public void RemoveRepository() => Directory.Delete(_root, recursive: true);

    [Test]
    public void Mutant_IsInTheCopyOnly_AndIsTakenOutAgain()
    {
        _tree.Refresh();

        using (_tree.Apply(MutantOf("original", "mutated")))
        {
            Assert.That(File.ReadAllText(Copied), Is.EqualTo("mutated"));
            Assert.That(File.ReadAllText(Path.Combine(_root, Source)), Is.EqualTo("original"));
        }

        Assert.That(File.ReadAllText(Copied), Is.EqualTo("original"));
    }

    [Test]
    public void MutantThatDoesNotApply_ChangesNothing()
    {
        _tree.Refresh();

        Assert.That(() => _tree.Apply(MutantOf("something else", "mutated")), Throws.TypeOf<MutantException>());
        Assert.That(File.ReadAllText(Copied), Is.EqualTo("original"));
    }

    [Test]
    public void Refresh_LeavesNothingOfAnEarlierRun_ButTheBuildOutput()
    {
        _tree.Refresh();
        File.WriteAllText(Copied, "left by a run that was killed");
        File.WriteAllText(Path.Combine(_tree.Path, "src/A/Gone.cs"), "deleted in the original since");
        Directory.CreateDirectory(Path.Combine(_tree.Path, "src/A/obj"));
        File.WriteAllText(Path.Combine(_tree.Path, "src/A/obj/own.cs"), "the copy's own build output");

        _tree.Refresh();

        Assert.That(File.ReadAllText(Copied), Is.EqualTo("original"));
        Assert.That(Directory.GetFiles(Path.Combine(_tree.Path, "src/A"), "*", SearchOption.AllDirectories).Select(Path.GetFileName), Is.EquivalentTo(["A.cs", "own.cs"]));
    }

    [Test]
    public void FileThatIsTheSame_KeepsItsTime_SoThatItIsNotCompiledAgain()
    {
        _tree.Refresh();
        var before = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(Copied, before);

        _tree.Refresh();

        Assert.That(File.GetLastWriteTimeUtc(Copied), Is.EqualTo(before));
    }

    private static Mutant MutantOf(string find, string replace) =>
        new() { Name = "m", Description = "d", Edits = [new MutantEdit { File = Source, Find = [find], Replace = [replace] }] };

    private void Write(string file, string text)
    {
        string path = Path.Combine(_root, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
