using Microsoft.CodeAnalysis;

namespace RaftLog.Protocol.Generator.Declarations;

/// <summary>Turns the declared properties of a type into <see cref="FieldModel"/>s and notes what is wrong with them.</summary>
internal sealed class FieldParser(
    Compilation compilation, VersionRange versions, VersionRange flexible, List<DiagnosticInfo> problems)
{
    public List<FieldModel> Parse(INamedTypeSymbol type)
    {
        var fields = new List<FieldModel>();
        foreach (var property in type.GetMembers().OfType<IPropertySymbol>())
        {
            var attribute = property.GetAttributes().FirstOrDefault(IsField);
            var field = attribute is null ? null : Parse(property, attribute);
            if (field is not null)
            {
                CheckTag(field, fields, property);
                fields.Add(field);
            }
        }

        return fields;
    }

    private FieldModel? Parse(IPropertySymbol property, AttributeData attribute)
    {
        var type = TypeParser.Parse(property.Type);
        if (type is null || (type.IsNullable && type.Kind is WireTypeKind.Fixed or WireTypeKind.Enum or WireTypeKind.Wrapper))
        {
            Report(Diagnostics.UnsupportedType, property, property.Name, property.Type.ToDisplayString());
            return null;
        }

        if (!DefaultParser.TryParse(property, type, compilation, out string? expression, out bool isNull))
        {
            Report(Diagnostics.DefaultNotConstant, property, property.Name);
        }

        var declared = ParseVersions(property, attribute.ConstructorArguments[0].Value as string);
        var carried = declared.Intersect(versions);
        var nullable = ParseVersions(property, attribute.Named("Nullable")?.Value as string ?? "none").Intersect(carried);
        if (carried.IsEmpty && !versions.IsEmpty && !declared.IsEmpty)
        {
            Report(Diagnostics.VersionsOutside, property, property.Name, declared.ToString(), versions.ToString());
        }

        int tag = attribute.Named("Tag")?.Value as int? ?? -1;
        bool ignorable = attribute.Named("Ignorable")?.Value is true;
        var field = new FieldModel(property.Name, type, carried, nullable, tag, ignorable, expression, isNull);
        CheckNull(field, property);
        CheckNested(field, property);
        return field;
    }

    // A message is read and written in the version of the one around it, and throws in one that it does not have.
    private void CheckNested(FieldModel field, IPropertySymbol property)
    {
        if ((field.Type.Element ?? field.Type).Versions is { } nested && !nested.Covers(field.Versions))
        {
            Report(Diagnostics.NestedLacksVersion, property, field.Name, field.Versions.ToString(), nested.ToString());
        }
    }

    private void CheckNull(FieldModel field, IPropertySymbol property)
    {
        if (!field.Nullable.IsEmpty && !field.Type.IsNullable)
        {
            string problem = $"may be null in the versions {field.Nullable}, but its type has no null";
            Report(Diagnostics.NullableMismatch, property, field.Name, problem);
        }

        if (field is { IsTagged: true, Type: { Kind: WireTypeKind.Value, IsNullable: false } })
        {
            const string Problem = "is a tagged struct; make it nullable, null says that it is not sent";
            Report(Diagnostics.NullableMismatch, property, field.Name, Problem);
        }
    }

    private void CheckTag(FieldModel field, List<FieldModel> earlier, IPropertySymbol property)
    {
        if (!field.IsTagged)
        {
            return;
        }

        if (!flexible.Covers(field.Versions))
        {
            Report(Diagnostics.TagNotFlexible, property, field.Name, field.Versions.ToString(), flexible.ToString());
        }

        if (earlier.Find(other => other.Tag == field.Tag) is { } same)
        {
            Report(Diagnostics.DuplicateTag, property, same.Name, field.Name, $"{field.Tag}");
        }
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
        problems.Add(DiagnosticInfo.Create(descriptor, where, arguments));

    private static bool IsField(AttributeData attribute) => attribute.AttributeClass?.ToDisplayString() == WireNames.FieldAttribute;
}
