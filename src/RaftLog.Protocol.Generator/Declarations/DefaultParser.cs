using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RaftLog.Protocol.Generator.Declarations;

/// <summary>Finds the default of a field in the initialiser of its property.</summary>
internal static class DefaultParser
{
    /// <summary>Finds the default.</summary>
    /// <param name="property">The property.</param>
    /// <param name="type">Its type.</param>
    /// <param name="compilation">What it is compiled in.</param>
    /// <param name="expression">The default as C#; null for an empty or zero one.</param>
    /// <param name="isNull">Whether the default is null.</param>
    /// <returns>Whether the compiler can know it.</returns>
    public static bool TryParse(IPropertySymbol property, WireType type, Compilation compilation, out string? expression, out bool isNull)
    {
        var syntax = property.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() as PropertyDeclarationSyntax;
        var value = Bare(syntax?.Initializer?.Value);
        expression = null;
        isNull = false;
        if (value is null || value.IsKind(SyntaxKind.NullLiteralExpression) || value.IsKind(SyntaxKind.DefaultLiteralExpression))
        {
            isNull = type.IsNullable || type.IsReference;
            return true;
        }

        if (IsEmptyObject(value))
        {
            return type.Kind is WireTypeKind.Array or WireTypeKind.Bytes or WireTypeKind.Value;
        }

        var model = compilation.GetSemanticModel(value.SyntaxTree);
        if (model.GetConstantValue(value) is { HasValue: true, Value: { } constant })
        {
            expression = Cast(type, SymbolDisplay.FormatPrimitive(constant, quoteStrings: true, useHexadecimalNumbers: false));
            return true;
        }

        if (model.GetSymbolInfo(value).Symbol is { IsStatic: true } member and (IFieldSymbol or IPropertySymbol))
        {
            expression = $"{member.ContainingType.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)}.{member.Name}";
            return true;
        }

        return false;
    }

    private static ExpressionSyntax? Bare(ExpressionSyntax? value) =>
        value is PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } suppressed
            ? suppressed.Operand
            : value;

    private static bool IsEmptyObject(ExpressionSyntax value) => value switch
    {
        CollectionExpressionSyntax collection => collection.Elements.Count == 0,
        BaseObjectCreationExpressionSyntax { Initializer: null } creation => creation.ArgumentList is null or { Arguments.Count: 0 },
        _ => false,
    };

    private static string Cast(WireType type, string number) => type.Kind switch
    {
        WireTypeKind.Fixed when type.Primitive != "bool" => $"({type.Primitive})({number})",
        WireTypeKind.Enum => $"({type.Name})({number})",
        _ => number,
    };
}
