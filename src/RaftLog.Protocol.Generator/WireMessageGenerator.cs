using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using RaftLog.Protocol.Generator.Declarations;
using RaftLog.Protocol.Generator.Emission;

namespace RaftLog.Protocol.Generator;

/// <summary>Writes the codec of every type that is declared as a wire message, in whichever project it is declared.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class WireMessageGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var messages = context.SyntaxProvider.ForAttributeWithMetadataName(
            WireNames.MessageAttribute,
            static (_, _) => true,
            static (declaration, _) => Generate(declaration));
        context.RegisterSourceOutput(messages, static (output, message) => Add(output, message));
    }

    private static GeneratedMessage Generate(GeneratorAttributeSyntaxContext declaration)
    {
        var parser = new MessageParser(declaration.SemanticModel.Compilation);
        var type = (INamedTypeSymbol)declaration.TargetSymbol;
        var message = parser.Parse(type, declaration.Attributes[0]);
        string? source = parser.Problems.Count == 0 ? MessageEmitter.Emit(message) : null;
        return new GeneratedMessage($"{type.ToDisplayString()}.g.cs", source, new EquatableList<DiagnosticInfo>(parser.Problems));
    }

    private static void Add(SourceProductionContext output, GeneratedMessage message)
    {
        foreach (var problem in message.Diagnostics)
        {
            output.ReportDiagnostic(problem.ToDiagnostic());
        }

        if (message.Source is not null)
        {
            output.AddSource(message.FileName, SourceText.From(message.Source, Encoding.UTF8));
        }
    }
}
