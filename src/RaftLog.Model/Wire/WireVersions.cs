namespace RaftLog.Model.Wire;

/// <summary>A range of message versions, both ends included.</summary>
/// <param name="Lowest">The first version of the range.</param>
/// <param name="Highest">The last version of the range; below <paramref name="Lowest"/> when the range is empty.</param>
public readonly record struct WireVersions(short Lowest, short Highest)
{
    /// <summary>The range without a version.</summary>
    public static readonly WireVersions None = new(0, -1);

    /// <summary>Whether the range has <paramref name="version"/>.</summary>
    public bool Contains(short version) => version >= Lowest && version <= Highest;

    /// <summary>Throws when the range does not have <paramref name="version"/>; generated code begins with it.</summary>
    /// <exception cref="WireFormatException">The version is outside.</exception>
    public void Require(short version, string messageName, long position)
    {
        if (!Contains(version))
        {
            throw new WireFormatException($"{messageName} has no version {version}, only {this}", position);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Lowest > Highest ? "none" : Lowest == Highest ? $"{Lowest}" : $"{Lowest}-{Highest}";
}
