using RaftLog.Model;

namespace RaftLog.Storage.Tests;

/// <summary>The data directory of a stopped broker with one replica of several segments: batches of two records, one an entry of its own term.</summary>
internal static class ReplicaOnDisk
{
    public const string Root = "/data/broker";
    public const int Batches = 60;

    public static readonly Guid Topic = new("00112233-4455-6677-8899-aabbccddeeff");
    public static readonly GroupId Group = new(9);
    public static readonly DirectoryId Directory = new(7);
    public static readonly PartitionLogOptions Options = new() { SegmentBytes = 4096, IndexIntervalBytes = 300 };
    private static readonly ReplicaId Candidate = new(new BrokerId(2), new DirectoryId(5));

    /// <summary>Writes it and closes everything as a broker that is stopped does; returns the replica's directory.</summary>
    public static string Write(TestStorage storage)
    {
        using var data = DataDirectory.Open(storage.Context, Root, "test", new BrokerId(1), new Random(1));
        ReplicaDirectory replica = data.CreateReplica(Topic, 0, "orders", Group, Directory);
        using (PartitionLog log = storage.Open(Options, replica.Path))
        {
            log.AppendContent(EntryKind.Configuration);
            for (int i = 0; i < Batches; i++)
            {
                log.AppendBatch(term: i < Batches / 2 ? 1 : 3, records: 2, valueBytes: 100);
                log.WritePending();
            }
        }

        data.HardState.Save(Group, new StoredHardState(new Term(3), Candidate));
        return replica.Path;
    }
}
