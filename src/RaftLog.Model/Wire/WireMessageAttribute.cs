namespace RaftLog.Model.Wire;

/// <summary>
/// Declares a partial class or struct as a message of the versioned encoding; the source generator writes its codec from the properties
/// that carry <see cref="WireFieldAttribute"/>, in the order of their declaration. README.md of this folder shows one.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class WireMessageAttribute : Attribute
{
    /// <summary>A message without an id: a header, or a struct that several messages share.</summary>
    /// <param name="versions">The versions that the declaration describes, such as <c>0-3</c> or <c>0</c>.</param>
    public WireMessageAttribute(string versions) => Versions = versions;

    /// <summary>A message with an id.</summary>
    /// <param name="id">A constant, an enum member as a rule; it becomes the static property <c>MessageId</c>.</param>
    /// <param name="versions">The versions that the declaration describes, such as <c>0-3</c> or <c>0</c>.</param>
    public WireMessageAttribute(object id, string versions)
    {
        Id = id;
        Versions = versions;
    }

    /// <summary>The id, null without.</summary>
    public object? Id { get; }

    /// <summary>The versions that the declaration describes.</summary>
    public string Versions { get; }

    /// <summary>The versions with compact lengths and tagged fields, such as <c>2+</c>; every version unless said otherwise.</summary>
    public string Flexible { get; set; } = "0+";
}
