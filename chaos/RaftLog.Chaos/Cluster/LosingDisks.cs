using RaftLog.LocalCluster;

namespace RaftLog.Chaos;

/// <summary>
/// Tells the disks of chaos brokers how to behave, through a file beside each broker's data that the broker watches.
/// </summary>
internal sealed class LosingDisks
{
    private const string ControlVariable = "RAFTLOG_CHAOS_DISK";

    private readonly Dictionary<int, string> _controlFiles = [];

    /// <summary>Names the files to the brokers; before they are started.</summary>
    public LosingDisks(IEnumerable<BrokerProcess> brokers)
    {
        foreach (BrokerProcess broker in brokers)
        {
            string file = Path.Combine(broker.Node.Folder, "disk");
            _controlFiles[broker.Node.Id] = file;
            broker.Environment[ControlVariable] = file;
        }
    }

    /// <summary>From now on the broker's disk has no space.</summary>
    public void Fill(int broker) => File.WriteAllText(_controlFiles[broker], "full");

    /// <summary>From now on it has.</summary>
    public void Heal(int broker) => File.Delete(_controlFiles[broker]);
}
