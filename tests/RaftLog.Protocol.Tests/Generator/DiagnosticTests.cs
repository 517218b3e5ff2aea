using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RaftLog.Model.Wire;
using RaftLog.Protocol.Generator;

namespace RaftLog.Protocol.Tests.Generator;

/// <summary>A mistake in a declaration is a compiler error, and the text names what is wrong.</summary>
public sealed class DiagnosticTests
{
    [TestCase("WIRE001", "[WireMessage(\"0\")] public class M { [WireField(\"0+\")] public int A { get; set; } }")]
    [TestCase("WIRE002", "[WireMessage(\"0-x\")] public partial class M { }")]
    [TestCase("WIRE002", "[WireMessage(\"3-1\")] public partial class M { }")]
    [TestCase("WIRE002", "[WireMessage(\"0\")] public partial class M { [WireField(\"-1\")] public int A { get; set; } }")]
    [TestCase("WIRE003", "[WireMessage(\"0+\")] public partial class M { }")]
    [TestCase("WIRE004", "[WireMessage(\"0-2\")] public partial class M { [WireField(\"3+\")] public int A { get; set; } }")]
    [TestCase("WIRE005", "[WireMessage(\"0\")] public partial class M { [WireField(\"0+\")] public System.DateTime A { get; set; } }")]
    [TestCase("WIRE005", "[WireMessage(\"0\")] public partial class M { [WireField(\"0+\")] public int? A { get; set; } }")]
    [TestCase("WIRE006",
        "[WireMessage(\"0\")] public partial class M { [WireField(\"0+\", Tag = 1)] public int A { get; set; } [WireField(\"0+\", Tag = 1)] public int B { get; set; } }")]
    [TestCase("WIRE007",
        "[WireMessage(\"0-2\", Flexible = \"2+\")] public partial class M { [WireField(\"1+\", Tag = 1)] public int A { get; set; } }")]
    [TestCase("WIRE008",
        "[WireMessage(\"0\")] public partial class M { [WireField(\"0+\", Nullable = \"0+\")] public string A { get; set; } = \"\"; }")]
    [TestCase("WIRE008",
        "[WireMessage(\"0\")] public partial class M { [WireField(\"0+\", Tag = 0)] public P A { get; set; } = new(); [WireStruct] public partial class P { } }")]
    [TestCase("WIRE009",
        "[WireMessage(\"0\")] public partial class M { [WireField(\"0+\")] public int A { get; set; } = System.Environment.ProcessId + 1; }")]
    [TestCase("WIRE010", "[WireMessage(\"0\")] public partial record M(int X) { [WireField(\"0+\")] public int A { get; set; } }")]
    [TestCase("WIRE011",
        "[WireMessage(\"0\")] public partial class M { [WireField(\"0+\")] public P? A { get; set; } [WireStruct] public partial class P { [WireField(\"0+\")] public P[] B { get; set; } = []; } }")]
    [TestCase("WIRE012",
        "[WireMessage(\"0-1\")] public partial class M { [WireField(\"0+\")] public N[] A { get; set; } = []; } [WireMessage(\"0\")] public partial class N { }")]
    [TestCase("WIRE012",
        "[WireMessage(\"0-1\")] public partial class M { [WireField(\"1+\")] public N? A { get; set; } } [WireMessage(\"0\")] public partial struct N { }")]
    public void Mistake_IsACompilerError(string id, string declaration)
    {
        var problems = Generate(declaration, out _);

        Assert.That(problems.Select(problem => (problem.Id, problem.Severity)), Is.EqualTo(new[] { (id, DiagnosticSeverity.Error) }));
    }

    [Test]
    public void SoundDeclaration_CompilesWithoutAWarning()
    {
        const string Declaration =
            "public partial class Outer { [WireMessage(\"0-2\", Flexible = \"1+\")] public partial record struct M { [WireField(\"1\")] public int A { get; set; } "
            + "[WireField(\"0+\")] public Shared B { get; set; } [WireField(\"1\")] public Late C { get; set; } } } "
            + "[WireMessage(\"0-2\")] public partial record struct Shared { } [WireMessage(\"1\")] public partial record struct Late { }";

        var problems = Generate(Declaration, out var compilation);

        Assert.That(problems, Is.Empty);
        Assert.That(compilation.GetDiagnostics().Where(problem => problem.Severity >= DiagnosticSeverity.Warning), Is.Empty);
    }

    private static Diagnostic[] Generate(string declaration, out Compilation compilation)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Append(typeof(WireMessageAttribute).Assembly.Location)
            .Distinct()
            .Select(path => MetadataReference.CreateFromFile(path));
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable);
        var source = CSharpSyntaxTree.ParseText($"using RaftLog.Model.Wire;\n{declaration}");
        CSharpGeneratorDriver.Create(new WireMessageGenerator())
            .RunGeneratorsAndUpdateCompilation(CSharpCompilation.Create("Declared", [source], references, options), out compilation, out var problems);
        return [.. problems];
    }
}
