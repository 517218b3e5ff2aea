namespace RaftLog.Protocol.Generator.Declarations;

/// <summary>A message, or a struct nested in one.</summary>
/// <param name="Name">The name of the type.</param>
/// <param name="QualifiedName">Its fully qualified name.</param>
/// <param name="Keyword"><c>class</c>, <c>struct</c>, <c>record class</c> or <c>record struct</c>.</param>
/// <param name="Fields">Its fields in the order on the wire.</param>
/// <param name="Structs">The structs nested in it.</param>
/// <param name="DeclaresConstructor">Whether the type has a parameterless constructor of its own.</param>
internal sealed record StructModel(
    string Name,
    string QualifiedName,
    string Keyword,
    IReadOnlyList<FieldModel> Fields,
    IReadOnlyList<StructModel> Structs,
    bool DeclaresConstructor)
{
    public IEnumerable<FieldModel> OrdinaryFields => Fields.Where(one => !one.IsTagged);

    public IEnumerable<FieldModel> TaggedFields => Fields.Where(one => one.IsTagged).OrderBy(one => one.Tag);
}
