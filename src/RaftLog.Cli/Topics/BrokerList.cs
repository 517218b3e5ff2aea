using System.Globalization;

namespace RaftLog.Cli.Topics;

/// <summary>Brokers of a partition, written <c>1,2,3</c>.</summary>
internal static class BrokerList
{
    /// <summary>Reads the list.</summary>
    /// <exception cref="CliException">It is none.</exception>
    public static IReadOnlyList<int> Parse(string text)
    {
        var brokers = new List<int>();
        foreach (string part in text.Split(','))
        {
            brokers.Add(int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int id)
                ? id
                : throw new CliException($"'{text}' is not a list of brokers like 1,2,3.", CliExitCode.Usage));
        }

        return brokers;
    }
}
