using RaftLog.Client;
using RaftLog.Model;

namespace RaftLog.Cli.Cluster;

/// <summary>Puts into words what a broker says of its disks.</summary>
internal static class DiskReport
{
    /// <summary>Asks the brokers; one that does not answer is left out.</summary>
    public static async Task<IReadOnlyDictionary<int, BrokerDisks>> AskAsync(AdminClient admin, IEnumerable<int> brokers, CancellationToken cancellation)
    {
        var answers = await Task.WhenAll(brokers.Select(broker => TryAskAsync(admin, broker, cancellation)));
        return answers.OfType<BrokerDisks>().ToDictionary(disks => disks.BrokerId);
    }

    /// <summary>What an operator should know of a broker, but for its replicas; nothing when all is well.</summary>
    public static IEnumerable<string> Problems(BrokerDisks disks)
    {
        foreach (var directory in disks.Directories.Where(directory => directory.IsOffline))
        {
            yield return $"log directory {directory.Path} is offline";
        }

        switch (disks.MetadataLog)
        {
            case MetadataLogState.Closed:
                yield return "the metadata log is closed until its disk takes writes again";
                break;
            case MetadataLogState.Rebuilding:
                yield return "the metadata log was damaged and is being rebuilt";
                break;
        }
    }

    /// <summary>Why a replica is offline; null for a reason that this client does not know.</summary>
    public static string? WordsFor(ReplicaTrouble trouble) => trouble switch
    {
        ReplicaTrouble.NotOpen => "not open yet",
        ReplicaTrouble.DirectoryOffline => "in a log directory that is offline",
        ReplicaTrouble.Closed => "closed until its disk takes writes again",
        ReplicaTrouble.Rebuilding => "lost, and being rebuilt",
        _ => null,
    };

    private static async Task<BrokerDisks?> TryAskAsync(AdminClient admin, int broker, CancellationToken cancellation)
    {
        try
        {
            return await admin.DescribeDisksAsync(broker, cancellation);
        }
        catch (RaftLogException)
        {
            return null;
        }
    }
}
