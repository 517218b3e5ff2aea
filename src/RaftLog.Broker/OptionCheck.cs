namespace RaftLog.Broker;

/// <summary>Refuses options at the start rather than at the first request.</summary>
internal static class OptionCheck
{
    public static void Require(bool holds, string name, string accepted)
    {
        if (!holds)
        {
            throw new ArgumentException($"{nameof(BrokerOptions)}: {name} must be {accepted}.");
        }
    }
}
