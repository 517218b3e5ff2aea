using RaftLog.Protocol.Generator.Declarations;

namespace RaftLog.Protocol.Generator.Emission;

/// <summary>What all parts of a message's code are written with.</summary>
internal sealed class EmissionContext
{
    private readonly Dictionary<string, StructModel> _structs = [];

    public EmissionContext(MessageModel message)
    {
        Message = message;
        Collect(message.Root);
    }

    public MessageModel Message { get; }

    public CodeWriter Code { get; } = new();

    /// <summary>The C# expression that says whether the local <c>version</c> is flexible.</summary>
    public string FlexibleExpression =>
        Message.Flexible.IsEmpty ? "false" : Message.Flexible.ConditionWithin(Message.Versions) ?? "true";

    /// <summary>The fewest bytes that a value of <paramref name="type"/> takes in any version; at least 1.</summary>
    public int LeastSize(WireType type) =>
        type.Kind == WireTypeKind.Value && _structs.TryGetValue(type.Name, out var found)
            ? Math.Max(1, found.OrdinaryFields.Where(IsAlwaysThere).Sum(field => LeastSize(field.Type)))
            : type.LeastSize;

    // A value that may be null has at least the byte that says so.
    private bool IsAlwaysThere(FieldModel field) =>
        field.Versions.Covers(Message.Versions) && !(field.Type.Kind == WireTypeKind.Value && field.Type.IsNullable);

    private void Collect(StructModel model)
    {
        _structs[model.QualifiedName] = model;
        foreach (var inner in model.Structs)
        {
            Collect(inner);
        }
    }
}
