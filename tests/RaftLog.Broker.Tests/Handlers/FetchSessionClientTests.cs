using System.Globalization;
using RaftLog.Broker.Tests.Support;
using RaftLog.Model;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Tests.Handlers;

/// <summary>
/// A consumer that keeps its session as Kafka's clients do: it asks for what changed since the last answer it saw. Answers get lost, partitions are
/// left and come back, limits are small; it must read every record once and in order.
/// </summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class FetchSessionClientTests
{
    private const int Partitions = 5;
    private const int Rounds = 300;

    private readonly Dictionary<int, long> _positions = [];
    private readonly Dictionary<int, List<string>> _read = [];

    // What the broker knows of the session, as far as the client can tell: the position that it told last of each partition.
    private readonly Dictionary<int, long> _told = [];

    private TestBroker _broker = null!;
    private TestClient _client = null!;
    private Random _random = null!;
    private int _session;
    private int _epoch;

    [TestCase(1, 12)]
    [TestCase(2, 12)]
    [TestCase(3, 17)]
    [TestCase(4, 17)]
    public async Task EveryRecord_IsReadOnceAndInOrder(int seed, int version)
    {
        _random = new Random(seed);
        await using var broker = _broker = await TestBroker.StartAsync();
        await broker.CreateTopicAsync("t", Partitions);
        _client = broker.Connect();
        var produced = Enumerable.Range(0, Partitions).ToDictionary(partition => partition, _ => new List<string>());
        foreach (int partition in produced.Keys)
        {
            (_positions[partition], _read[partition]) = (0, []);
        }

        for (int round = 0; round < Rounds; round++)
        {
            int partition = _random.Next(Partitions);
            string value = string.Create(CultureInfo.InvariantCulture, $"{partition}-{produced[partition].Count}");
            await ProduceTests.OneAsync(_client, Batches.Produce("t", partition, Batches.Of(value)));
            produced[partition].Add(value);
            var left = Enumerable.Range(0, Partitions).Where(_ => _random.Next(10) == 0).ToHashSet();
            await FetchAsync(version, wanted: Enumerable.Range(0, Partitions).Except(left), isLost: _random.Next(8) == 0);
        }

        for (int round = 0; round < Rounds && _read.Any(one => one.Value.Count < produced[one.Key].Count); round++)
        {
            await FetchAsync(version, wanted: produced.Keys, isLost: false);
        }

        Assert.That(_read, Is.EqualTo(produced));
    }

    private async Task FetchAsync(int version, IEnumerable<int> wanted, bool isLost)
    {
        var partitions = wanted.ToList();
        if (partitions.Count == 0)
        {
            return;
        }

        bool isFull = _epoch == 0;
        var forgotten = isFull ? [] : _told.Keys.Except(partitions).ToList();
        var changed = partitions.Where(one => isFull || !_told.TryGetValue(one, out long position) || position != _positions[one]).ToList();
        var topic = Guid.Empty;
        string name = "t";
        if (version >= 13)
        {
            (name, topic) = ("", _broker.Image.Topics.ByName["t"].Id);
        }

        var answer = await _client.CallAsync(
            new FetchRequest
            {
                MinBytes = 0,
                MaxBytes = _random.Next(3) == 0 ? 1 : 400,
                SessionId = _session,
                SessionEpoch = _epoch,
                Topics = changed.Count == 0 ? [] : [new() { Topic = name, TopicId = topic, Partitions = [.. changed.Select(Wanted)] }],
                ForgottenTopicsData = forgotten.Count == 0 ? [] : [new() { Topic = name, TopicId = topic, Partitions = forgotten }],
            },
            (short)version);
        if (isLost)
        {
            // Half of those that miss an answer ask the same again, and are told that it does not fit; the others begin anew at once.
            _epoch = _random.Next(2) == 0 ? 0 : _epoch;
            return;
        }

        if (answer.ErrorCode != ErrorCode.None)
        {
            Assert.That(answer.ErrorCode, Is.EqualTo(ErrorCode.InvalidFetchSessionEpoch));
            _epoch = 0;
            return;
        }

        Assert.That(answer.SessionId, Is.Positive);
        (_session, _epoch) = (answer.SessionId, isFull ? 1 : _epoch + 1);
        Tell(partitions);
        Take(answer);
    }

    private FetchRequest.FetchPartition Wanted(int partition) => new() { Partition = partition, FetchOffset = _positions[partition], PartitionMaxBytes = 1 << 20 };

    private void Tell(List<int> partitions)
    {
        _told.Clear();
        foreach (int partition in partitions)
        {
            _told[partition] = _positions[partition];
        }
    }

    private void Take(FetchResponse answer)
    {
        foreach (var partition in answer.Responses.SelectMany(topic => topic.Partitions))
        {
            Assert.That(partition.ErrorCode, Is.EqualTo(ErrorCode.None));
            var values = Batches.Values(partition.Records);
            _read[partition.PartitionIndex].AddRange(values);
            _positions[partition.PartitionIndex] += values.Count;
        }
    }
}
