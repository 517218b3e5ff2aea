namespace RaftLog.Metadata;

/// <summary>A broker key that is the default of a topic key.</summary>
/// <param name="Name">The broker key.</param>
/// <param name="Factor">What a number is multiplied by: 3,600,000 from hours to milliseconds; -1 stays -1.</param>
public readonly record struct ConfigSynonym(string Name, long Factor = 1)
{
    /// <summary>The value of the broker key in the unit of the topic key.</summary>
    public string Convert(string value) =>
        Factor != 1 && long.TryParse(value, out long number) && number >= 0 ? (number * Factor).ToString() : value;
}
