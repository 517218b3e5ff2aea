using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RaftLog.Protocol.Generator.Declarations;

/// <summary>Turns one declaration into a <see cref="MessageModel"/> and notes what is wrong with it.</summary>
internal sealed class MessageParser(Compilation compilation)
{
    private VersionRange _versions = VersionRange.None;
    private VersionRange _flexible = VersionRange.None;

    public List<DiagnosticInfo> Problems { get; } = [];

    public MessageModel Parse(INamedTypeSymbol type, AttributeData attribute)
    {
        var arguments = attribute.ConstructorArguments;
        _versions = ParseVersions(type, arguments[arguments.Length - 1].Value as string);
        _flexible = ParseVersions(type, attribute.Named("Flexible")?.Value as string ?? "0+").Intersect(_versions);
        if (_versions.IsOpen)
        {
            Report(Diagnostics.OpenVersions, type, type.Name, _versions.ToString());
        }

        var root = ParseStruct(type);
        if (RecursionCheck.Find(root) is { } recursive)
        {
            Report(Diagnostics.Recursive, type, recursive);
        }

        var id = arguments.Length == 2 ? arguments[0] : default;
        string? idType = id.Type?.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
        return new MessageModel(
            type.ContainingNamespace.IsGlobalNamespace ? "" : type.ContainingNamespace.ToDisplayString(),
            Containers(type),
            type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
            _versions,
            _flexible,
            idType,
            idType is null ? null : $"({idType})({Literal(id.Value!)})",
            root);
    }

    private StructModel ParseStruct(INamedTypeSymbol type)
    {
        var syntaxes = type.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax()).OfType<TypeDeclarationSyntax>().ToArray();
        if (syntaxes.Any(syntax => !syntax.Modifiers.Any(SyntaxKind.PartialKeyword)))
        {
            Report(Diagnostics.NotPartial, type, type.Name);
        }

        if (syntaxes.Any(syntax => syntax.ParameterList is not null))
        {
            Report(Diagnostics.HasConstructor, type, type.Name);
        }

        var fields = new FieldParser(compilation, _versions, _flexible, Problems).Parse(type);
        var structs = type.GetTypeMembers().Where(IsStruct).Select(ParseStruct).ToArray();
        bool declaresConstructor = type.InstanceConstructors.Any(c => c.Parameters.IsEmpty && !c.IsImplicitlyDeclared);
        return new StructModel(
            type.Name, type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat), Keyword(type), fields, structs, declaresConstructor);
    }

    private static List<string> Containers(INamedTypeSymbol type)
    {
        var containers = new List<string>();
        for (var outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            containers.Insert(0, $"partial {Keyword(outer)} {outer.Name}");
        }

        return containers;
    }

    private VersionRange ParseVersions(ISymbol where, string? text)
    {
        if (!VersionRange.TryParse(text, out var range))
        {
            Report(Diagnostics.BadVersions, where, text ?? "null");
        }

        return range;
    }

    private void Report(DiagnosticDescriptor descriptor, ISymbol where, params string[] arguments) =>
        Problems.Add(DiagnosticInfo.Create(descriptor, where, arguments));

    private static string Literal(object value) =>
        SymbolDisplay.FormatPrimitive(value, quoteStrings: true, useHexadecimalNumbers: false);

    private static bool IsStruct(INamedTypeSymbol type) =>
        type.GetAttributes().Any(attribute => attribute.AttributeClass?.ToDisplayString() == WireNames.StructAttribute);

    private static string Keyword(INamedTypeSymbol type) =>
        (type.IsRecord ? "record " : "") + (type.IsValueType ? "struct" : "class");
}
