using System.Globalization;
using RaftLog.Client;
using RaftLog.Model;
using RaftLog.Storage;

namespace RaftLog.Cluster.Tests;

/// <summary>
/// Three brokers whose disks hold a file of each kind: a topic for each kind that costs a replica, so that all of them can be hit at once, each with sealed
/// segments; one of them shortened (a log checkpoint), one compacted (cleaned segments), a snapshot of the metadata, and what a clean stop leaves.
/// </summary>
internal sealed class FlippedBitScenario : IAsyncDisposable
{
    /// <summary>The topic whose log was shortened.</summary>
    public const string Shortened = "shortened";

    /// <summary>The compacted topic.</summary>
    public const string Compacted = "compacted";

    private const int Records = 56;
    private const int Keys = 7;
    private const int DeletedRecords = 30;
    private const int ValueBytes = 48 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly string[] Plain = ["segments", "indexes", "manifests", Shortened];

    private readonly string _directory;
    private readonly EmbeddedCluster _cluster;
    private readonly AdminClient _admin;
    private readonly MessageLog _messages;
    private int _produced;
    private int _forgotten;
    private int _changes;

    private FlippedBitScenario(string directory, EmbeddedCluster cluster, MessageLog messages)
    {
        _directory = directory;
        _cluster = cluster;
        _messages = messages;
        _admin = new AdminClient(new ClientOptions { BootstrapServers = cluster.BootstrapServers });
    }

    /// <summary>The broker whose files are damaged.</summary>
    public EmbeddedBroker Victim => _cluster.Broker(2);

    /// <summary>Its data directory.</summary>
    public string VictimDirectory => Path.Combine(_directory, $"broker-{Victim.Id}");

    public static async Task<FlippedBitScenario> StartAsync()
    {
        string directory = Directory.CreateTempSubdirectory("raftlog-flipped-").FullName;
        var messages = new MessageLog();
        var cluster = await EmbeddedCluster.StartAsync(3, new EmbeddedClusterOptions
        {
            DataDirectory = directory,
            Loggers = messages,
            Configure = options =>
            {
                options.Scrub.BytesPerSecond = 256 * 1024 * 1024;
                options.Scrub.IntervalSeconds = 1;
                options.Compaction.CheckIntervalMs = 50;
                options.Replication.SnapshotAfterEntries = 20;
            },
        });
        var scenario = new FlippedBitScenario(directory, cluster, messages);
        await scenario.FillAsync();
        return scenario;
    }

    /// <summary>Starts the broker after a stop, which wrote the state of the producers; completes when it has a file of each kind.</summary>
    public async Task RestartVictimAsync()
    {
        if (Victim.IsRunning)
        {
            await Victim.StopAsync();
        }

        await Victim.StartAsync();
        await WaitUntilWholeAsync();
        await ChangeMetadataAsync();
        foreach (var file in BrokerFile.All.Where(file => !file.IsOfStoppedBroker))
        {
            await WaitAsync(() => Task.FromResult(file.Find(VictimDirectory) is not null), $"The broker has no {file.Kind}.");
        }
    }

    /// <summary>What was said so far is about other damage: a rebuilt replica has files of the same names.</summary>
    public void ForgetMessages() => _forgotten = _messages.Messages.Count;

    /// <summary>Waits until the broker has named a file.</summary>
    public Task WaitUntilNamedAsync(string file) =>
        WaitAsync(() => Task.FromResult(_messages.Messages.Skip(_forgotten).Any(message => message.Contains(file, StringComparison.Ordinal))), $"Nobody named {file}.");

    /// <summary>Waits until the broker has put aside the replica that a file belonged to.</summary>
    public Task WaitUntilPutAsideAsync(string file) =>
        WaitAsync(
            () => Task.FromResult(_messages.Messages.Skip(_forgotten).Any(message => message.Contains("put aside as", StringComparison.Ordinal) && message.Contains(file, StringComparison.Ordinal))),
            $"Nobody put aside the replica of {file}.");

    /// <summary>Waits until all brokers are ready and each partition has three replicas in sync, none of them damaged, and the broker's own among them.</summary>
    public async Task WaitUntilWholeAsync()
    {
        await _cluster.WaitUntilReadyAsync();
        await WaitAsync(
            () => Task.FromResult(Directory.GetDirectories(Path.Combine(VictimDirectory, "replicas"), "*-0").Length == Plain.Length + 1),
            "Not every replica that was put aside has a successor.");
        await WaitAsync(
            async () => (await _admin.DescribeTopicsAsync([.. Plain, Compacted])).All(topic => topic.Partitions.All(
                partition => partition.InSyncReplicas.Count == 3 && partition.OfflineReplicas.Count == 0)),
            "Not every replica came back.");
    }

    /// <summary>Writes more, then reads everything: each record is there, with the bytes that were written.</summary>
    public async Task CheckContentsAsync()
    {
        await ProduceAsync(2);
        foreach (string topic in Plain)
        {
            long first = topic == Shortened ? DeletedRecords : 0;
            var values = await ReadAsync(topic);
            Assert.That(values.Select(value => value.Offset), Is.EqualTo(Enumerable.Range((int)first, _produced - (int)first).Select(offset => (long)offset)), topic);
        }

        var keys = (await ReadAsync(Compacted)).GroupBy(record => record.Key).ToDictionary(records => records.Key, records => records.Max(record => record.Offset));
        Assert.That(keys.Values, Is.EquivalentTo(Enumerable.Range(_produced - Keys, Keys).Select(offset => (long)offset)), "The last offsets of the keys.");
    }

    /// <summary>Stops the broker and looks at every byte that it has.</summary>
    public async Task StopAndVerifyAsync()
    {
        await Victim.StopAsync();
        var verified = DataDirectoryVerifier.Verify(new PhysicalFileSystem(), VictimDirectory);
        Assert.That(verified.IsSound, Is.True, string.Join('\n', verified.Findings.Concat(verified.Logs.SelectMany(log => log.Findings))));
    }

    public async ValueTask DisposeAsync()
    {
        await _admin.DisposeAsync();
        await _cluster.DisposeAsync();
        _messages.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    // A replica that was rebuilt has one snapshot and no sealed segment before the metadata has changed often enough. And the next snapshot, which removes
    // the older one and the segments behind it, must be further away than the few entries of a restart: damage in a file that is gone is nobody's to find.
    private async Task ChangeMetadataAsync()
    {
        string? before = BrokerFile.MetadataSnapshot.Find(VictimDirectory);
        await WaitAsync(
            async () =>
            {
                await _admin.AlterTopicConfigsAsync(Compacted, new Dictionary<string, string?> { ["min.cleanable.dirty.ratio"] = _changes++ % 2 == 0 ? "0.011" : "0.01" });
                return BrokerFile.OfMetadata.All(file => file.Find(VictimDirectory) is not null)
                    && BrokerFile.MetadataSnapshot.Find(VictimDirectory) != before
                    && IsMetadataLogCut();
            },
            "The broker took no snapshot of its metadata, or did not cut its log behind the one before.");
    }

    // A snapshot is there a moment before the segments that it made superfluous are gone.
    private bool IsMetadataLogCut() =>
        BrokerFile.OlderMetadataSnapshot.Find(VictimDirectory) is { } snapshot
        && BrokerFile.MetadataSegment.Find(VictimDirectory) is { } segment
        && NumberAt(Path.GetFileNameWithoutExtension(segment), 1) > NumberAt(Path.GetFileName(snapshot), 0);

    private static long NumberAt(string name, int place) => long.Parse(name.Split('-')[place], CultureInfo.InvariantCulture);

    private static byte[] Value(long number)
    {
        var value = new byte[ValueBytes];
        new Random((int)number).NextBytes(value);
        return value;
    }

    private async Task WaitAsync(Func<Task<bool>> condition, string otherwise)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await condition())
        {
            Assert.That(
                patience.IsCancellationRequested,
                Is.False,
                () => $"{otherwise} The last that the brokers said:\n{string.Join('\n', _messages.Messages.TakeLast(60))}");
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }
    }

    private async Task FillAsync()
    {
        foreach (string topic in Plain)
        {
            await CreateAsync(topic, []);
        }

        await CreateAsync(Compacted, new() { ["cleanup.policy"] = "compact", ["min.cleanable.dirty.ratio"] = "0.01" });
        await ProduceAsync(Records);
        await _admin.DeleteRecordsAsync(new Dictionary<TopicPartition, long> { [new TopicPartition(Shortened, 0)] = DeletedRecords });

        await Victim.StopAsync();
        await RestartVictimAsync();
    }

    private async Task CreateAsync(string topic, Dictionary<string, string?> configs)
    {
        configs["segment.bytes"] = "1048576";
        await _admin.CreateTopicAsync(new NewTopic(topic, 1, 3) { Configs = configs });
    }

    private async Task ProduceAsync(int records)
    {
        await using var producer = new Producer<long, byte[]>(new ProducerOptions { BootstrapServers = _cluster.BootstrapServers });
        for (int i = 0; i < records; i++, _produced++)
        {
            byte[] value = Value(_produced);
            await Task.WhenAll(Plain.Append(Compacted).Select(
                topic => producer.ProduceAsync(new ProducerRecord<long, byte[]>(topic, _produced % Keys, value)).AsTask()));
        }
    }

    // Each record's number is its offset, and says what its bytes are.
    private async Task<List<(long Offset, long Key)>> ReadAsync(string topic)
    {
        var partition = new TopicPartition(topic, 0);
        long start = (await _admin.ListOffsetsAsync([partition], OffsetSpec.Earliest))[partition].Offset;
        var found = new List<(long, long)>();
        await using var consumer = new Consumer<long, byte[]>(new ConsumerOptions { BootstrapServers = _cluster.BootstrapServers, EnableAutoCommit = false });
        consumer.Assign([new TopicPartitionOffset(partition, start)]);
        using var patience = new CancellationTokenSource(Patience);
        for (long offset = start - 1; offset < _produced - 1;)
        {
            foreach (var record in await consumer.ConsumeBatchAsync(cancellationToken: patience.Token))
            {
                offset = record.Offset;
                found.Add((offset, record.Key));
                Assert.That(record.Value.AsSpan().SequenceEqual(Value(offset)), Is.True, $"{topic} at {offset} is not what was written.");
            }
        }

        return found;
    }
}
