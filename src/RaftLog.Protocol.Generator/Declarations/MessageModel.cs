namespace RaftLog.Protocol.Generator.Declarations;

/// <summary>A declared message.</summary>
/// <param name="Namespace">Its namespace, empty for none.</param>
/// <param name="Containers">The declarations of the types around it, outermost first.</param>
/// <param name="QualifiedName">Its fully qualified name.</param>
/// <param name="Versions">The versions that are declared.</param>
/// <param name="Flexible">Those with compact lengths and tagged fields.</param>
/// <param name="IdType">The type of its id, null without.</param>
/// <param name="IdValue">The expression of its id.</param>
/// <param name="Root">Its fields and structs.</param>
internal sealed record MessageModel(
    string Namespace,
    IReadOnlyList<string> Containers,
    string QualifiedName,
    VersionRange Versions,
    VersionRange Flexible,
    string? IdType,
    string? IdValue,
    StructModel Root);
