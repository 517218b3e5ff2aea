using RaftLog.Model;
using RaftLog.Storage;
using RaftLog.Tests;

namespace RaftLog.Cli.Tests;

/// <summary>The data directory of a broker that was stopped, with one replica of the topic "orders" in a few small segments.</summary>
internal sealed class StoppedBrokerFiles : IDisposable
{
    public const int Batches = 40;

    private static readonly Guid Topic = new("00112233-4455-6677-8899-aabbccddeeff");

    private StoppedBrokerFiles(string path) => DataDirectory = path;

    public string DataDirectory { get; }

    public string Replica => Directory.GetDirectories(Path.Combine(DataDirectory, "replicas")).Single(path => !path.Contains(".damaged-", StringComparison.Ordinal));

    public string[] Segments => [.. Directory.GetFiles(Replica, "*.log").Order(StringComparer.Ordinal)];

    public static StoppedBrokerFiles Write()
    {
        var files = new StoppedBrokerFiles(Path.Combine(Directory.CreateTempSubdirectory("raftlog-files-").FullName, "broker"));
        var flusher = new LogFlusher(new NobodyListens(), TimeProvider.System);
        var storage = new StorageContext(new PhysicalFileSystem(), flusher, new TailCacheBudget(0));
        using var data = Storage.DataDirectory.Open(storage, files.DataDirectory, "test", new BrokerId(1), new Random(1));
        var replica = data.CreateReplica(Topic, 0, "orders", new GroupId(9), new DirectoryId(7));
        using var log = PartitionLog.Open(storage, replica.Path, new PartitionLogOptions { SegmentBytes = 4096 });
        for (int i = 0; i < Batches; i++)
        {
            log.StampAndAppend(Batch($"value {i}"), EntryKind.Data, new Term(1));
            log.WritePending();
        }

        data.HardState.Save(new GroupId(9), new StoredHardState(new Term(1), ReplicaId.None));
        return files;
    }

    /// <summary>Flips a bit in the middle of a file; returns where.</summary>
    public static long Damage(string path)
    {
        using var file = File.Open(path, FileMode.Open, FileAccess.ReadWrite);
        long position = file.Length / 2;
        file.Position = position;
        int value = file.ReadByte();
        file.Position = position;
        file.WriteByte((byte)(value ^ 0x10));
        return position;
    }

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(DataDirectory)!, recursive: true);

    private static PooledBuffer Batch(string value)
    {
        using var builder = new RecordBatchBuilder();
        builder.Append(1_000, NullableBytes.Null, System.Text.Encoding.UTF8.GetBytes(value.PadRight(200)));
        using var batch = builder.Build(CompressionCodec.None);
        return FrameBuffer.ForBatch(batch.Span);
    }
}
