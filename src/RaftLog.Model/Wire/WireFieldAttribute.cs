namespace RaftLog.Model.Wire;

/// <summary>
/// Declares a property as a field on the wire. What the property has when a version does not carry it is what its initialiser says.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class WireFieldAttribute : Attribute
{
    /// <summary>Declares the field.</summary>
    /// <param name="versions">The versions that carry it, such as <c>0+</c>, <c>3-8</c> or <c>7</c>.</param>
    public WireFieldAttribute(string versions) => Versions = versions;

    /// <summary>The versions that carry the field.</summary>
    public string Versions { get; }

    /// <summary>The versions in which the field may be null; none unless said otherwise.</summary>
    public string Nullable { get; set; } = "none";

    /// <summary>
    /// The number of a tagged field, which is written only when it differs from its default (KIP-482); negative for an ordinary field.
    /// </summary>
    public int Tag { get; set; } = -1;

    /// <summary>
    /// Whether writing a version that lacks the field drops a value that is set. Otherwise such a write throws, so that nobody believes
    /// the value was sent.
    /// </summary>
    public bool Ignorable { get; set; }
}
