using RaftLog.Protocol.Generator.Declarations;

namespace RaftLog.Protocol.Generator.Emission;

/// <summary>The body of the method that writes.</summary>
internal sealed class WriteEmitter(EmissionContext context)
{
    private readonly CodeWriter _code = context.Code;
    private readonly VersionRange _all = context.Message.Versions;

    public void Emit(StructModel model)
    {
        foreach (var field in model.OrdinaryFields)
        {
            new CarriedCheck(context).Emit(field, () => EmitField(field));
        }

        foreach (var field in model.TaggedFields)
        {
            new CarriedCheck(context).EmitAlone(field);
        }

        if (!context.Message.Flexible.IsEmpty)
        {
            string statement = model.TaggedFields.Any() ? "WriteTags(ref writer, version);" : "writer.WriteUnsignedVarint(0);";
            _code.When(context.Message.Flexible.ConditionWithin(_all), () => _code.Line(statement));
        }
    }

    /// <summary>Writes the method that writes the tagged fields, for a type that has some.</summary>
    public void EmitTagged(StructModel model)
    {
        var tagged = model.TaggedFields.ToArray();
        if (tagged.Length == 0)
        {
            return;
        }

        _code.Line();
        _code.Open($"private void WriteTags(ref {WireNames.Global}WireWriter writer, short version)");
        _code.Line("const bool flexible = true;");
        string count = string.Join(" + ", tagged.Select(field => $"({field.IsSent(context.Message.Flexible)} ? 1u : 0u)"));
        _code.Line($"writer.WriteUnsignedVarint({count});");
        foreach (var field in tagged)
        {
            _code.Open($"if ({field.IsSent(context.Message.Flexible)})");
            _code.Line($"writer.WriteTag({field.Tag}, SizeOf{field.Name}(version, flexible));");
            EmitField(field);
            _code.Close();
        }

        _code.Close();
    }

    private void EmitField(FieldModel field)
    {
        var type = field.Type;
        switch (type.Kind)
        {
            case WireTypeKind.Array when type.IsNullable:
                _code.Open($"if ({field.Name} is null)");
                _code.Line("writer.WriteArrayLength(-1, flexible);");
                _code.Close();
                _code.Open("else");
                EmitElements(field);
                _code.Close();
                break;
            case WireTypeKind.Array:
                EmitElements(field);
                break;
            case WireTypeKind.Value when type.IsNullable:
                EmitNullableValue(field);
                break;
            default:
                _code.Line(Statement(type, field.Name));
                break;
        }
    }

    private void EmitElements(FieldModel field)
    {
        string count = $"{field.Name}.{field.Type.Length()}";
        _code.Line($"writer.WriteArrayLength({count}, flexible);");
        _code.Open($"for (int i = 0; i < {count}; i++)");
        _code.Line(Statement(field.Type.Element!, $"{field.Name}[i]"));
        _code.Close();
    }

    private void EmitNullableValue(FieldModel field)
    {
        string local = $"the{field.Name}";
        if (!field.Nullable.IsEmpty)
        {
            string? condition = field.Nullable.ConditionWithin(field.Versions);
            _code.When(condition, () => _code.Line($"writer.WritePresence({field.Name} is not null);"));
        }

        _code.Open($"if ({field.Name} is {{ }} {local})");
        _code.Line($"{local}.Write(ref writer, version);");
        _code.Close();
    }

    private static string Statement(WireType type, string value) => type.Kind switch
    {
        WireTypeKind.Fixed => $"writer.Write{type.Codec}({value});",
        WireTypeKind.Enum => $"writer.Write{type.Codec}(({type.Primitive}){value});",
        WireTypeKind.Wrapper => $"writer.Write{type.Codec}({value}.Value);",
        WireTypeKind.Value => $"{value}.Write(ref writer, version);",
        _ when type.IsNullable => $"writer.WriteNullable{type.Codec}({value}, flexible);",
        WireTypeKind.Bytes when type.Codec == "Memory" => $"writer.WriteBytes({value}.Span, flexible);",
        _ => $"writer.Write{type.Codec}({value}, flexible);",
    };
}
