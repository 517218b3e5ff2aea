using RaftLog.Chaos.History;
using RaftLog.Chaos.Workload;

namespace RaftLog.Chaos.Tests;

/// <summary>What the worker by librdkafka writes down, with a client in librdkafka's place that acknowledges what it is given.</summary>
public sealed class ForeignProducerTests : RunFolderFixture
{
    // Acknowledges at each poll what it was given, every other record without an offset.
    private const string Client = """
        class KafkaException(Exception): pass
        class Consumer: pass
        class TopicPartition: pass

        class Message:
            def __init__(self, offset): self._offset = offset
            def partition(self): return 0
            def offset(self): return self._offset

        class Producer:
            def __init__(self, config): self._waiting, self._next = [], 0
            def __len__(self): return len(self._waiting)
            def produce(self, topic, value, key, on_delivery): self._waiting.append(on_delivery)
            def poll(self, timeout):
                for on_delivery in self._waiting:
                    on_delivery(None, Message(None if self._next % 2 else self._next))
                    self._next += 1
                self._waiting = []
        """;

    // librdkafka acknowledges so what a lost answer was for, once a later batch is stored: after a power cut, for one.
    [Test]
    [CancelAfter(60_000)]
    public async Task AcknowledgementWithoutOffset_IsWrittenAsSuch_AndEndsNoWorker(CancellationToken cancellation)
    {
        if (!File.Exists(ForeignClient.Program))
        {
            Assert.Ignore($"{ForeignClient.Program} is not installed.");
        }

        await File.WriteAllTextAsync(Path.Combine(Folder, "confluent_kafka.py"), Client, cancellation);
        var arguments = new WorkerArguments(WorkerKind.Producer, "p", "nobody:1", "topic", Folder) { Rate = 100_000 };
        await using var worker = WorkerProcess.Start(
            "p", "/usr/bin/env", [$"PYTHONPATH={Folder}", ForeignClient.Program, .. ForeignClient.Arguments(arguments)]);

        await worker.WaitUntilReadyAsync(cancellation);
        worker.Stop();
        string? complaint = await worker.WaitAsync(TimeSpan.FromSeconds(30), cancellation);

        Assert.That(complaint, Is.Null);
        List<HistoryEvent> history = [.. HistoryReader.Read(RunFiles.Histories(Folder).Single())];
        IEnumerable<long> sent = history.OfType<RecordsSent>().SelectMany(line => Enumerable.Range(0, line.Count).Select(i => line.First + i));
        Assert.That(
            history.OfType<RecordsAcknowledged>().Select(line => (Sequence: line.Sequences.Single(), line.Offset)).OrderBy(line => line.Sequence),
            Is.EqualTo(sent.Select(sequence => (sequence, sequence % 2 == 0 ? sequence : -1))));
    }
}
