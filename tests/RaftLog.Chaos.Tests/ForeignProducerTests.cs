using RaftLog.Chaos.History;
using RaftLog.Chaos.Workload;

namespace RaftLog.Chaos.Tests;

/// <summary>What the worker by librdkafka writes down, with a client in librdkafka's place.</summary>
public sealed class ForeignProducerTests : RunFolderFixture
{
    // The names that the worker imports, and a producer that does nothing with what it is given.
    private const string Client = """
        class KafkaException(Exception): pass
        class Consumer: pass
        class TopicPartition: pass

        class Message:
            def __init__(self, offset): self._offset = offset
            def partition(self): return 0
            def offset(self): return self._offset

        class GivenProducer:
            def __init__(self, config): self._waiting = []
            def __len__(self): return len(self._waiting)
            def produce(self, topic, value, key, on_delivery): self._waiting.append(on_delivery)
            def take(self):
                taken, self._waiting = self._waiting, []
                return taken

        """;

    [SetUp]
    public void NeedThePythonOfTheWorker()
    {
        if (!File.Exists(ForeignClient.Program))
        {
            Assert.Ignore($"{ForeignClient.Program} is not installed.");
        }
    }

    // librdkafka acknowledges so what a lost answer was for, once a later batch is stored: after a power cut, for one.
    [Test]
    [CancelAfter(60_000)]
    public async Task AcknowledgementWithoutOffset_IsWrittenAsSuch_AndEndsNoWorker(CancellationToken cancellation)
    {
        List<HistoryEvent> history = await WorkWithAsync(
            """
            class Producer(GivenProducer):
                _next = 0
                def poll(self, timeout):
                    for on_delivery in self.take():
                        on_delivery(None, Message(None if self._next % 2 else self._next))
                        self._next += 1
            """,
            cancellation);

        IEnumerable<long> sent = history.OfType<RecordsSent>().SelectMany(line => Enumerable.Range(0, line.Count).Select(i => line.First + i));
        Assert.That(
            history.OfType<RecordsAcknowledged>().Select(line => (Sequence: line.Sequences.Single(), line.Offset)).OrderBy(line => line.Sequence),
            Is.EqualTo(sent.Select(sequence => (sequence, sequence % 2 == 0 ? sequence : -1))));
    }

    // What ends a producer comes out of the call that polls it, before any record is told.
    [Test]
    [CancelAfter(60_000)]
    public async Task ProducerThatEndedForGood_IsFollowedByANewOneUnderANewName(CancellationToken cancellation)
    {
        List<HistoryEvent> history = await WorkWithAsync(
            """
            class Fatal:
                def fatal(self): return True

            class Producer(GivenProducer):
                _lives = 0
                def __init__(self, config):
                    super().__init__(config)
                    Producer._lives += 1
                    self._life, self._ended = Producer._lives, False
                def poll(self, timeout):
                    if self._life == 1 and self._waiting and not self._ended:
                        self._ended = True
                        raise KafkaException(Fatal())
                    for at, on_delivery in enumerate(self.take()):
                        on_delivery(Fatal() if self._ended else None, Message(at))
            """,
            cancellation);

        Assert.That(history.OfType<WorkerStarted>().Select(line => line.Name), Is.EqualTo(new[] { "p", "p-2" }));
        Assert.That(history.TakeWhile(line => line is not WorkerStarted { Name: "p-2" }).OfType<OutcomesUnknown>(), Is.Not.Empty);
        Assert.That(history.SkipWhile(line => line is not WorkerStarted { Name: "p-2" }).OfType<RecordsAcknowledged>(), Is.Not.Empty);
    }

    private async Task<List<HistoryEvent>> WorkWithAsync(string producer, CancellationToken cancellation)
    {
        await File.WriteAllTextAsync(Path.Combine(Folder, "confluent_kafka.py"), Client + producer, cancellation);
        var arguments = new WorkerArguments(WorkerKind.Producer, "p", "nobody:1", "topic", Folder) { Rate = 100_000 };
        await using var worker = WorkerProcess.Start(
            "p", "/usr/bin/env", [$"PYTHONPATH={Folder}", ForeignClient.Program, .. ForeignClient.Arguments(arguments)]);

        await worker.WaitUntilReadyAsync(cancellation);
        worker.Stop();
        Assert.That(await worker.WaitAsync(TimeSpan.FromSeconds(30), cancellation), Is.Null);
        return [.. HistoryReader.Read(RunFiles.Histories(Folder).Single())];
    }
}
