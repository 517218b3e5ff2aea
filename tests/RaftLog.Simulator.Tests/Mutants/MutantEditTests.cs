using RaftLog.Simulator.Mutants;

namespace RaftLog.Simulator.Tests.Mutants;

public sealed class MutantEditTests
{
    private static readonly MutantEdit Edit = new() { File = "src/A.cs", Find = ["    b();", "    c();"], Replace = ["    x();"] };

    [Test]
    public void Edit_ReplacesItsLines() => Assert.That(Edit.ApplyTo("a();\n    b();\n    c();\nd();\n", "m"), Is.EqualTo("a();\n    x();\nd();\n"));

    [Test]
    public void TextThatIsNotThere_IsAnErrorThatNamesTheMutant() =>
        Assert.That(() => Edit.ApplyTo("a();\n", "m"), Throws.TypeOf<MutantException>().With.Message.Contains("mutant m no longer applies: src/A.cs does not contain"));

    [Test]
    public void TextThatIsThereTwice_IsAnErrorThatNamesTheMutant() =>
        Assert.That(
            () => Edit.ApplyTo("    b();\n    c();\n    b();\n    c();\n", "m"),
            Throws.TypeOf<MutantException>().With.Message.Contains("mutant m no longer applies: src/A.cs contains more than once"));

    [Test]
    public void EditsOfOneFile_AreAppliedAfterEachOther()
    {
        var mutant = new Mutant
        {
            Description = "two edits",
            Edits = [Edit, new MutantEdit { File = "src/A.cs", Find = ["x();"], Replace = ["y();"] }],
        };

        Assert.That(mutant.Apply(_ => "    b();\n    c();\n")["src/A.cs"], Is.EqualTo("    y();\n"));
    }
}
