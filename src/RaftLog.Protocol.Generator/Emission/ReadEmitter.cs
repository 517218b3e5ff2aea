using RaftLog.Protocol.Generator.Declarations;

namespace RaftLog.Protocol.Generator.Emission;

/// <summary>The body of the constructor that reads.</summary>
internal sealed class ReadEmitter(EmissionContext context)
{
    private readonly CodeWriter _code = context.Code;
    private readonly VersionRange _all = context.Message.Versions;

    public void Emit(StructModel model)
    {
        foreach (var field in model.OrdinaryFields)
        {
            _code.When(field.Versions.ConditionWithin(_all), () => EmitField(field));
        }

        if (!context.Message.Flexible.IsEmpty)
        {
            _code.When(context.Message.Flexible.ConditionWithin(_all), () => EmitTags(model.TaggedFields.ToArray()));
        }
    }

    private void EmitTags(FieldModel[] tagged)
    {
        if (tagged.Length == 0)
        {
            _code.Line("reader.SkipTaggedFields();");
            return;
        }

        _code.Open("for (int left = reader.ReadTagCount(); left > 0; left--)");
        _code.Line("uint tag = reader.ReadTag(out int size);");
        _code.Line("long end = reader.Position + size;");
        _code.Open("switch (tag)");
        foreach (var field in tagged)
        {
            string? condition = field.Versions.ConditionWithin(context.Message.Flexible);
            _code.Open($"case {field.Tag}{(condition is null ? "" : $" when {condition}")}:");
            EmitField(field);
            _code.Line("break;");
            _code.Close();
        }

        _code.Open("default:");
        _code.Line("reader.Skip(size);");
        _code.Line("break;");
        _code.Close();
        _code.Close();
        _code.Line("reader.RequireTagEnd(end);");
        _code.Close();
    }

    private void EmitField(FieldModel field)
    {
        string? mayBeNull = field.Nullable.ConditionWithin(field.Versions.Intersect(_all));
        if (field.Type.Kind == WireTypeKind.Array)
        {
            EmitArray(field, mayBeNull);
            return;
        }

        _code.Line($"{field.Name} = {Choose(mayBeNull, NullableExpression(field.Type), Expression(field.Type))};");
    }

    private void EmitArray(FieldModel field, string? mayBeNull)
    {
        var type = field.Type;
        var element = type.Element!;
        string arguments = $"(flexible, {context.LeastSize(element)})";
        string count = $"{char.ToLowerInvariant(field.Name[0])}{field.Name.Substring(1)}Count";
        string length = Choose(mayBeNull, "reader.ReadNullableArrayLength" + arguments, "reader.ReadArrayLength" + arguments);
        _code.Line($"int {count} = {length};");
        if (mayBeNull == "false")
        {
            EmitElements(field, element, count);
            return;
        }

        _code.Open($"if ({count} < 0)");
        _code.Line($"{field.Name} = null;");
        _code.Close();
        _code.Open("else");
        EmitElements(field, element, count);
        _code.Close();
    }

    private void EmitElements(FieldModel field, WireType element, string count)
    {
        string items = count.Substring(0, count.Length - "Count".Length) + "Items";
        bool isArray = field.Type.IsClrArray;
        _code.Line(isArray
            ? $"var {items} = new {element.Name}[{count}];"
            : $"var {items} = new global::System.Collections.Generic.List<{element.Name}>({count});");
        _code.Open($"for (int i = 0; i < {count}; i++)");
        _code.Line(isArray ? $"{items}[i] = {Expression(element)};" : $"{items}.Add({Expression(element)});");
        _code.Close();
        _code.Line();
        _code.Line($"{field.Name} = {items};");
    }

    // A null condition holds in every version.
    private static string Choose(string? condition, string yes, string no) =>
        condition is null ? yes : condition == "false" ? no : $"{condition} ? {yes} : {no}";

    private static string NullableExpression(WireType type) => type.Kind == WireTypeKind.Value
        ? $"reader.ReadPresence() ? {Expression(type)} : null"
        : $"reader.ReadNullable{type.Codec}(flexible)";

    private static string Expression(WireType type) => type.Kind switch
    {
        WireTypeKind.Fixed => $"reader.Read{type.Codec}()",
        WireTypeKind.Enum => $"({type.Name})reader.Read{type.Codec}()",
        WireTypeKind.Wrapper => $"new {type.Name}(reader.Read{type.Codec}())",
        WireTypeKind.Value => $"{type.Name}.Read(ref reader, version)",
        _ => $"reader.Read{type.Codec}(flexible)",
    };
}
