using RaftLog.Protocol.Generator.Declarations;

namespace RaftLog.Protocol.Generator.Emission;

/// <summary>
/// The tests around a field to be sized or written: that the version has it or its value may be dropped, and that a null is allowed.
/// They stand in both methods, since a frame is refused while its size is computed, before its first byte leaves.
/// </summary>
internal sealed class CarriedCheck(EmissionContext context)
{
    private const string Errors = WireNames.Global + "WireFieldErrors";

    private readonly CodeWriter _code = context.Code;
    private readonly VersionRange _all = context.Message.Versions;

    /// <summary>Writes <paramref name="body"/> under the tests.</summary>
    public void Emit(FieldModel field, Action body)
    {
        string? carried = field.Versions.ConditionWithin(_all);
        _code.When(carried, () =>
        {
            EmitNullCheck(field);
            body();
        });
        if (carried is not null && !field.Ignorable && field.NotDefault() is { } set)
        {
            _code.Open($"else if ({set})");
            _code.Line($"{Errors}.ThrowNotCarried(\"{field.Name}\", version);");
            _code.Close();
        }
    }

    /// <summary>Writes the test for a tagged field, whose bytes stand elsewhere.</summary>
    public void EmitAlone(FieldModel field)
    {
        if (field.Versions.ConditionWithin(_all) is { } carried && !field.Ignorable && field.NotDefault() is { } set)
        {
            _code.Open($"if (!({carried}) && {set})");
            _code.Line($"{Errors}.ThrowNotCarried(\"{field.Name}\", version);");
            _code.Close();
        }
    }

    private void EmitNullCheck(FieldModel field)
    {
        if (!field.Type.IsNullable || field.Nullable.ConditionWithin(field.Versions) is not { } mayBeNull)
        {
            return;
        }

        _code.Open(mayBeNull == "false" ? $"if ({field.Name} is null)" : $"if ({field.Name} is null && !({mayBeNull}))");
        _code.Line($"{Errors}.ThrowNull(\"{field.Name}\", version);");
        _code.Close();
        _code.Line();
    }
}
