namespace RaftLog.Protocol.Generator.Declarations;

/// <summary>One field of a message or struct.</summary>
/// <param name="Name">The name of the property.</param>
/// <param name="Type">Its type.</param>
/// <param name="Versions">The versions of the message that carry it.</param>
/// <param name="Nullable">Those in which it may be null.</param>
/// <param name="Tag">Its tag; negative for an ordinary field.</param>
/// <param name="Ignorable">Whether a version without it drops a value.</param>
/// <param name="Default">The C# expression of its default; null where that is null or empty.</param>
/// <param name="DefaultIsNull">Whether the default is null.</param>
internal sealed record FieldModel(
    string Name, WireType Type, VersionRange Versions, VersionRange Nullable, int Tag, bool Ignorable, string? Default, bool DefaultIsNull)
{
    public bool IsTagged => Tag >= 0;
}
