using RaftLog.Protocol.Generator.Declarations;

namespace RaftLog.Protocol.Generator.Emission;

/// <summary>The bodies of the methods that compute sizes.</summary>
internal sealed class SizeEmitter(EmissionContext context)
{
    private const string Size = WireNames.Global + "WireSize";

    private readonly CodeWriter _code = context.Code;
    private readonly VersionRange _all = context.Message.Versions;

    /// <summary>Writes the body for the whole struct.</summary>
    public void Emit(StructModel model)
    {
        _code.Line("int size = 0;");
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
            _code.When(context.Message.Flexible.ConditionWithin(_all), () => EmitTags(model.TaggedFields.ToArray()));
        }

        _code.Line("return size;");
    }

    /// <summary>Writes the method that sizes the value of a tagged field.</summary>
    public void EmitTagged(FieldModel field)
    {
        _code.Line();
        _code.Open($"private int SizeOf{field.Name}(short version, bool flexible)");
        _code.Line("int size = 0;");
        EmitField(field);
        _code.Line("return size;");
        _code.Close();
    }

    private void EmitTags(FieldModel[] tagged)
    {
        if (tagged.Length == 0)
        {
            _code.Line("size += 1;");
            return;
        }

        _code.Line("uint tags = 0;");
        foreach (var field in tagged)
        {
            _code.Open($"if ({field.IsSent(context.Message.Flexible)})");
            _code.Line("tags++;");
            _code.Line($"size += {Size}.OfTaggedField({field.Tag}, SizeOf{field.Name}(version, flexible));");
            _code.Close();
        }

        _code.Line($"size += {Size}.OfUnsignedVarint(tags);");
    }

    private void EmitField(FieldModel field)
    {
        var type = field.Type;
        switch (type.Kind)
        {
            case WireTypeKind.Array:
                EmitArray(field);
                break;
            case WireTypeKind.Value when type.IsNullable:
                if (!field.Nullable.IsEmpty)
                {
                    _code.When(field.Nullable.ConditionWithin(field.Versions), () => _code.Line("size += 1;"));
                }

                _code.Line($"size += {field.Name}?.SizeOf(version) ?? 0;");
                break;
            default:
                _code.Line($"size += {Expression(type, field.Name)};");
                break;
        }
    }

    private void EmitArray(FieldModel field)
    {
        string length = field.Type.Length();
        string count = field.Type.IsNullable ? $"({field.Name}?.{length} ?? -1)" : $"{field.Name}.{length}";
        _code.Line($"size += {Size}.OfLength({count}, flexible);");
        var element = field.Type.Element!;
        if (element.Kind is WireTypeKind.Fixed or WireTypeKind.Enum or WireTypeKind.Wrapper)
        {
            _code.Line($"size += {element.LeastSize} * {(field.Type.IsNullable ? $"({field.Name}?.{length} ?? 0)" : count)};");
            return;
        }

        _code.When(field.Type.IsNullable ? $"{field.Name} is not null" : null, () =>
        {
            _code.Open($"for (int i = 0; i < {field.Name}.{length}; i++)");
            _code.Line($"size += {Expression(element, $"{field.Name}[i]")};");
            _code.Close();
        });
    }

    private static string Expression(WireType type, string value) => type.Kind switch
    {
        WireTypeKind.Fixed or WireTypeKind.Enum or WireTypeKind.Wrapper => $"{type.LeastSize}",
        WireTypeKind.Value => $"{value}.SizeOf(version)",
        _ when type.IsNullable => $"{Size}.OfNullable{type.Codec}({value}, flexible)",
        WireTypeKind.Bytes when type.Codec == "Memory" => $"{Size}.OfBytes({value}.Span, flexible)",
        _ => $"{Size}.Of{type.Codec}({value}, flexible)",
    };
}
