using System.Text;
using RaftLog.Chaos.History;
using RaftLog.Model;
using RaftLog.Storage;

namespace RaftLog.Chaos.Tests;

/// <summary>The data directory of one broker, with partition 0 of a topic, written by what brokers write it with.</summary>
internal sealed class BrokerDisk : IDisposable, IFlushListener
{
    private const int ValueBytes = 100;

    private readonly LogFlusher _flusher;
    private readonly StorageContext _storage;
    private readonly DataDirectory _directory;
    private readonly string _topic;
    private int _topics;
    private ReplicaDirectory _replica;
    private PartitionLog _log;

    public BrokerDisk(string path, string topic)
    {
        _flusher = new LogFlusher(this, TimeProvider.System);
        _storage = new StorageContext(new PhysicalFileSystem(), _flusher, new TailCacheBudget(1024 * 1024));
        _directory = DataDirectory.Open(_storage, path, "test", new BrokerId(1), new Random(1));
        _topic = topic;
        (_replica, _log) = Create(topic);
    }

    /// <summary>Appends a batch with these records of producer <c>p</c>.</summary>
    public BrokerDisk Append(params long[] sequences)
    {
        using var builder = new RecordBatchBuilder();
        foreach (long sequence in sequences)
        {
            builder.Append(1000, NullableBytes.Null, RecordFormat.Encode(new RecordName("p", sequence), 1_000_000, ValueBytes));
        }

        using PooledBuffer batch = builder.Build(CompressionCodec.Lz4);
        _log.StampAndAppend(FrameBuffer.ForBatch(batch.Span), EntryKind.Data, new Term(1));
        _log.WritePending();
        return this;
    }

    /// <summary>Goes on in another segment, with an entry that holds no records.</summary>
    public BrokerDisk Roll()
    {
        _log.Roll();
        _log.StampAndAppend(FrameBuffer.ForContent([]), EntryKind.NoOp, new Term(1));
        return this;
    }

    /// <summary>Goes on with another topic.</summary>
    public BrokerDisk InTopic(string topic)
    {
        _log.Dispose();
        (_replica, _log) = Create(topic);
        return this;
    }

    /// <summary>Puts the replica aside as damaged and begins it anew.</summary>
    public BrokerDisk PutAside()
    {
        _log.Dispose();
        _directory.QuarantineReplica(_replica.Manifest.TopicId, 0);
        (_replica, _log) = Create(_topic);
        return this;
    }

    /// <summary>Damages the record of this name in the file.</summary>
    public BrokerDisk FlipByteOf(string record)
    {
        string file = Directory.GetFiles(_replica.Path, "*.log").Single();
        byte[] bytes = File.ReadAllBytes(file);
        bytes[bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(record))] ^= 1;
        File.WriteAllBytes(file, bytes);
        return this;
    }

    public void Dispose()
    {
        _log.Dispose();
        _directory.Dispose();
    }

    void IFlushListener.LogPersisted(PartitionLog log, LogIndex upTo, Term term)
    {
    }

    void IFlushListener.LogFailed(PartitionLog log, LogOfflineException failure) => throw failure;

    void IFlushListener.HardStatePersisted(GroupId group, StoredHardState state)
    {
    }

    void IFlushListener.HardStateFailed(HardStateStore store, LogOfflineException failure) => throw failure;

    private (ReplicaDirectory Replica, PartitionLog Log) Create(string topic)
    {
        // A topic that is begun anew under its name has the same id here, as after a repair.
        var id = new Guid(topic.Length, 0, 0, new byte[8]);
        ReplicaDirectory replica = _directory.CreateReplica(id, 0, topic, new GroupId(10 + _topics++), new DirectoryId(1));
        return (replica, PartitionLog.Open(_storage, replica.Path, new PartitionLogOptions()));
    }
}
