using RaftLog.LocalCluster;

namespace RaftLog.Interop.Tests;

/// <summary>
/// Where a librdkafka is that is years newer than Debian's: <c>.ci/run</c> builds it in this checkout, unchanged. Programs that were made for Debian's run on
/// it just as well.
/// </summary>
internal static class NewLibrdkafka
{
    public static string Folder { get; } = Path.Combine(Checkout.Root, ".run", "interop", "lib");
}
