using Microsoft.CodeAnalysis;

namespace RaftLog.Protocol.Generator.Declarations;

/// <summary>Finds the encoding of a property's type.</summary>
internal static class TypeParser
{
    private const int GuidSize = 16;

    /// <summary>The encoding of <paramref name="type"/>, or null where it has none.</summary>
    public static WireType? Parse(ITypeSymbol type)
    {
        bool isNullable = type.NullableAnnotation == NullableAnnotation.Annotated;
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable)
        {
            type = nullable.TypeArguments[0];
        }

        var bare = type.WithNullableAnnotation(NullableAnnotation.NotAnnotated);
        string name = bare.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
        var found = ParseFixed(type) ?? ParseBytes(type) ?? ParseArray(type) ?? ParseNamed(type as INamedTypeSymbol);
        return found is null ? null : found with { Name = name, IsNullable = isNullable, IsReference = type.IsReferenceType };
    }

    private static WireType? ParseFixed(ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_Boolean => Fixed("Boolean", "bool", sizeof(bool)),
        SpecialType.System_Byte => Fixed("Byte", "byte", sizeof(byte)),
        SpecialType.System_SByte => Fixed("Int8", "sbyte", sizeof(sbyte)),
        SpecialType.System_Int16 => Fixed("Int16", "short", sizeof(short)),
        SpecialType.System_UInt16 => Fixed("UInt16", "ushort", sizeof(ushort)),
        SpecialType.System_Int32 => Fixed("Int32", "int", sizeof(int)),
        SpecialType.System_UInt32 => Fixed("UInt32", "uint", sizeof(uint)),
        SpecialType.System_Int64 => Fixed("Int64", "long", sizeof(long)),
        SpecialType.System_UInt64 => Fixed("UInt64", "ulong", sizeof(ulong)),
        SpecialType.System_Double => Fixed("Float64", "double", sizeof(double)),
        SpecialType.System_String => new WireType(WireTypeKind.String, "", false, true) { Codec = "String" },
        _ => type.ToDisplayString() == "System.Guid" ? Fixed("Guid", "global::System.Guid", GuidSize) : null,
    };

    private static WireType? ParseBytes(ITypeSymbol type) => type.ToDisplayString(NullableFlowState.NotNull) switch
    {
        "byte[]" => Bytes("Bytes"),
        "System.ReadOnlyMemory<byte>" => Bytes("Memory"),
        "System.Buffers.ReadOnlySequence<byte>" => Bytes("Sequence"),
        _ => null,
    };

    private static WireType? ParseArray(ITypeSymbol type)
    {
        var element = type switch
        {
            IArrayTypeSymbol { Rank: 1 } array => array.ElementType,
            INamedTypeSymbol { TypeArguments.Length: 1 } list when IsList(list) => list.TypeArguments[0],
            _ => null,
        };
        var parsed = element is null ? null : Parse(element);
        return parsed is null or { IsNullable: true } or { Kind: WireTypeKind.Array }
            ? null
            : new WireType(WireTypeKind.Array, "", false, true) { Element = parsed, IsClrArray = type is IArrayTypeSymbol };
    }

    private static bool IsList(INamedTypeSymbol type) => type.ConstructedFrom.ToDisplayString() is
        "System.Collections.Generic.List<T>" or "System.Collections.Generic.IReadOnlyList<T>";

    private static WireType? ParseNamed(INamedTypeSymbol? type)
    {
        if (type is null)
        {
            return null;
        }

        if (type.EnumUnderlyingType is { } underlying)
        {
            return ParseFixed(underlying)! with { Kind = WireTypeKind.Enum };
        }

        if (type.AllInterfaces.Any(i => i.Name == WireNames.ValueInterface) || type.GetAttributes().Any(IsDeclaration))
        {
            return new WireType(WireTypeKind.Value, "", false, false) { Versions = DeclaredVersions(type) };
        }

        return ParseWrapper(type);
    }

    // An id or offset: a struct whose one property, Value, is the number that its constructor takes.
    private static WireType? ParseWrapper(INamedTypeSymbol type)
    {
        var value = type.IsValueType ? type.GetMembers("Value").OfType<IPropertySymbol>().SingleOrDefault() : null;
        bool takesIt = type.InstanceConstructors.Any(constructor => constructor.Parameters.Length == 1
            && SymbolEqualityComparer.Default.Equals(constructor.Parameters[0].Type, value?.Type));
        var number = value is null ? null : ParseFixed(value.Type);
        return takesIt && number is { Kind: WireTypeKind.Fixed } ? number with { Kind = WireTypeKind.Wrapper } : null;
    }

    private static VersionRange? DeclaredVersions(INamedTypeSymbol type)
    {
        var message = type.GetAttributes().FirstOrDefault(attribute => attribute.AttributeClass?.ToDisplayString() == WireNames.MessageAttribute);
        return VersionRange.TryParse(message?.ConstructorArguments.LastOrDefault().Value as string, out var versions) ? versions : null;
    }

    private static bool IsDeclaration(AttributeData attribute) =>
        attribute.AttributeClass?.ToDisplayString() is WireNames.MessageAttribute or WireNames.StructAttribute;

    private static WireType Fixed(string codec, string primitive, int size) =>
        new(WireTypeKind.Fixed, "", false, false) { Codec = codec, Primitive = primitive, LeastSize = size };

    private static WireType Bytes(string codec) => new(WireTypeKind.Bytes, "", false, false) { Codec = codec };
}
