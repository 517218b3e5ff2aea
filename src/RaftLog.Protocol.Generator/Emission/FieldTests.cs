using RaftLog.Protocol.Generator.Declarations;

namespace RaftLog.Protocol.Generator.Emission;

/// <summary>C# tests of a field's value.</summary>
internal static class FieldTests
{
    /// <summary>Whether the property differs from its default; null where that cannot be told.</summary>
    public static string? NotDefault(this FieldModel field)
    {
        var type = field.Type;
        if (field.DefaultIsNull)
        {
            return $"{field.Name} is not null";
        }

        return type.Kind switch
        {
            WireTypeKind.Array => $"{field.Name} is not {{ {Length(type)}: 0 }}",
            WireTypeKind.Bytes when type.Codec == "Bytes" => $"{field.Name} is not {{ Length: 0 }}",
            WireTypeKind.Bytes => $"{field.Name} is not {{ IsEmpty: true }}",
            WireTypeKind.Value => null,
            _ when type.Primitive == "bool" && type.Kind == WireTypeKind.Fixed => field.Default == "true" ? $"!{field.Name}" : field.Name,
            _ => $"{field.Name} != {field.Default ?? $"default({type.Name})"}",
        };
    }

    /// <summary>Whether a tagged field is to be written in the local <c>version</c>.</summary>
    public static string IsSent(this FieldModel field, VersionRange all)
    {
        // The declaration has been refused where the default cannot be told.
        string differs = field.NotDefault() ?? "true";
        return field.Versions.ConditionWithin(all) is { } condition ? $"{condition} && {differs}" : differs;
    }

    /// <summary>The property that counts the elements of an array type.</summary>
    public static string Length(this WireType type) => type.IsClrArray ? "Length" : "Count";
}
