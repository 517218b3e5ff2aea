using System.Diagnostics.CodeAnalysis;

namespace RaftLog.Replication;

/// <summary>Checks of what other brokers send.</summary>
internal static class PeerProtocol
{
    /// <summary>Throws <see cref="PeerProtocolException"/> unless the condition holds.</summary>
    public static void Require([DoesNotReturnIf(false)] bool holds, string otherwise)
    {
        if (!holds)
        {
            Throw(otherwise);
        }
    }

    [DoesNotReturn]
    private static void Throw(string problem) => throw new PeerProtocolException(problem);
}
