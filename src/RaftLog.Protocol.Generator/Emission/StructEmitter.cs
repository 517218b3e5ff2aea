using RaftLog.Protocol.Generator.Declarations;

namespace RaftLog.Protocol.Generator.Emission;

/// <summary>The members that every message and struct gets.</summary>
internal sealed class StructEmitter(EmissionContext context)
{
    private const string Writer = WireNames.Global + "WireWriter";
    private const string Reader = WireNames.Global + "WireReader";

    private readonly CodeWriter _code = context.Code;

    /// <summary>Writes a struct nested in the message.</summary>
    public void EmitNested(StructModel model)
    {
        _code.Line();
        _code.Open($"partial {model.Keyword} {model.Name} : {WireNames.Global}IWireValue<{model.QualifiedName}>");
        EmitMembers(model);
        _code.Close();
    }

    /// <summary>Writes the members of a message or struct, and the structs nested in it.</summary>
    /// <param name="model">The message or struct.</param>
    /// <param name="entryCheck">A statement that begins each method, with <c>{0}</c> for the position; null for none.</param>
    public void EmitMembers(StructModel model, string? entryCheck = null)
    {
        EmitConstructors(model, entryCheck);
        EmitRead(model);
        EmitMethod(
            $"public void Write(ref {Writer} writer, short version)",
            () => EmitEntry(entryCheck, "writer.Position", model.OrdinaryFields.Any(NeedsFlexible)),
            () => new WriteEmitter(context).Emit(model));
        EmitMethod(
            "public int SizeOf(short version)",
            () => EmitEntry(entryCheck, "0", model.TaggedFields.Any() || model.Fields.Any(NeedsFlexible)),
            () => new SizeEmitter(context).Emit(model));
        new WriteEmitter(context).EmitTagged(model);
        foreach (var field in model.TaggedFields)
        {
            new SizeEmitter(context).EmitTagged(field);
        }

        foreach (var inner in model.Structs)
        {
            EmitNested(inner);
        }
    }

    private void EmitConstructors(StructModel model, string? entryCheck)
    {
        if (!model.DeclaresConstructor)
        {
            _code.Line("/// <summary>Makes one with every field at its default.</summary>");
            _code.Open($"public {model.Name}()");
            _code.Close();
            _code.Line();
        }

        _code.Line("[global::System.Diagnostics.CodeAnalysis.SetsRequiredMembers]");
        _code.Open($"private {model.Name}(ref {Reader} reader, short version)");
        EmitEntry(entryCheck, "reader.Position", model.Fields.Any(NeedsFlexible));
        new ReadEmitter(context).Emit(model);
        _code.Close();
        _code.Line();
    }

    private void EmitRead(StructModel model)
    {
        _code.Line("/// <inheritdoc/>");
        _code.Line($"public static {model.QualifiedName} Read(ref {Reader} reader, short version) => new(ref reader, version);");
        _code.Line();
    }

    private void EmitMethod(string signature, Action entry, Action body)
    {
        _code.Line("/// <inheritdoc/>");
        _code.Open(signature);
        entry();
        body();
        _code.Close();
        _code.Line();
    }

    private void EmitEntry(string? entryCheck, string position, bool needsFlexible)
    {
        if (entryCheck is not null)
        {
            _code.Line(string.Format(System.Globalization.CultureInfo.InvariantCulture, entryCheck, position));
        }

        if (needsFlexible)
        {
            _code.Line($"bool flexible = {context.FlexibleExpression};");
        }
    }

    private static bool NeedsFlexible(FieldModel field) =>
        field.Type.Kind is WireTypeKind.String or WireTypeKind.Bytes or WireTypeKind.Array;
}
