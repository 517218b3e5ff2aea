namespace RaftLog.Client;

/// <summary>The checks of option values; each message names the option and says what is accepted.</summary>
internal static class OptionChecks
{
    public static void Positive(TimeSpan value, string name) => Require(value > TimeSpan.Zero, name, $"must be above zero, but is {value}");

    public static void NotNegative(TimeSpan value, string name) => Require(value >= TimeSpan.Zero, name, $"must not be negative, but is {value}");

    public static void NotBelow(TimeSpan value, TimeSpan least, string name, string leastName) =>
        Require(value >= least, name, $"is {value} and must not be below {leastName}, which is {least}");

    public static void InRange(long value, long least, long most, string name) =>
        Require(value >= least && value <= most, name, $"must be from {least} to {most}, but is {value}");

    public static void Require(bool condition, string name, string expectation)
    {
        if (!condition)
        {
            throw new ArgumentException($"{name} {expectation}.", name);
        }
    }
}
