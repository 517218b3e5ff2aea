"""A worker of a chaos run by librdkafka: a producer or a member of a consumer group.

Takes the arguments of the other workers and writes the same history: one JSON object a line, see RaftLog.Chaos.History.
Stops when its standard input ends.
"""
import json
import os
import sys
import threading
import time

from confluent_kafka import Consumer, KafkaException, Producer, TopicPartition

from librdkafka_transform import TransformWorker
from librdkafka_updates import UpdateWorker

CLIENT = "librdkafka (confluent-kafka)"


def now_us():
    return time.time_ns() // 1000


class History:
    def __init__(self, folder, worker):
        self._file = open(os.path.join(folder, f"history-{worker}.jsonl"), "a", buffering=64 * 1024, encoding="ascii")
        self._flushed = time.monotonic()

    def write(self, event, at=None, **fields):
        line = {"e": event, "at": at or now_us()}
        line.update(fields)
        self._file.write(json.dumps(line, separators=(",", ":")) + "\n")
        if time.monotonic() - self._flushed > 0.1:
            self.flush()

    def flush(self):
        self._file.flush()
        self._flushed = time.monotonic()


class Stop:
    """Is set when the standard input ends."""

    def __init__(self):
        self.is_set = False
        threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self):
        # Not through sys.stdin: a daemon thread that holds its lock would break the exit of the interpreter.
        while os.read(0, 1024):
            pass
        self.is_set = True


class Ready:
    def __init__(self):
        self._said = False

    def __call__(self):
        if not self._said:
            self._said = True
            print("ready", flush=True)


def encode(name, sequence, size):
    head = f"{name}:{sequence} {now_us()} "
    return (head * (size // len(head) + 1))[: max(size, len(head))].encode("ascii")


def decode(value):
    parts = (value or b"").split(b" ", 2)
    if len(parts) < 3:
        return "(damaged)"
    size = len(parts[0]) + len(parts[1]) + 2
    if value[size:] != value[:-size]:
        return "(damaged)"
    return parts[0].decode("ascii", "replace")


class ProducerWorker:
    """Appends unique values at a fixed pace with the idempotent producer and writes down what became of each."""

    MAX_UNDER_WAY = 100_000

    def __init__(self, options, history, stop):
        self.options = options
        self.history = history
        self.stop = stop
        self.ready = Ready()
        self.lives = 0
        self.acknowledged = []

    def run(self):
        while not self.stop.is_set:
            self.live()

    def live(self):
        """One producer; librdkafka ends it for good when it cannot keep its promise any longer, and a new one follows under a new name."""
        self.lives += 1
        self.name = self.options["name"] if self.lives == 1 else f"{self.options['name']}-{self.lives}"
        self.history.write("worker", name=self.name, role="producer", client=CLIENT, idempotent=True)
        producer = Producer({
            "bootstrap.servers": self.options["bootstrap"],
            "client.id": self.name,
            "enable.idempotence": True,
            "linger.ms": 0,
            "message.timeout.ms": int(self.options["delivery-timeout-ms"]),
            "queue.buffering.max.messages": self.MAX_UNDER_WAY,
            "topic.metadata.refresh.interval.ms": 5000,
            "log_level": 2,
        })
        self.fatal = False
        started = time.monotonic()
        rate = int(self.options["rate"])
        next_sequence = 0
        skipped = 0
        while not self.stop.is_set and not self.fatal:
            due = int((time.monotonic() - started) * rate) - next_sequence - skipped
            room = self.MAX_UNDER_WAY - len(producer)
            if due > room:
                skipped += due - max(room, 0)
                due = max(room, 0)
            if due > 0:
                self.history.write("sent", first=next_sequence, count=due)
                self.history.flush()
                for _ in range(due):
                    self.send(producer, next_sequence)
                    next_sequence += 1
            self.poll(producer, 0.002)
        while len(producer) > 0:
            self.poll(producer, 0.1)
        self.history.flush()

    def poll(self, producer, seconds):
        try:
            producer.poll(seconds)
        except KafkaException as error:
            # What ends a producer for good is raised here too, whether or not a record has been told of it. One that had lost its connection
            # may end so when the next broker comes to lead between two of its requests (librdkafka before 2.3, pull request 4438).
            if not error.args[0].fatal():
                raise
            self.fatal = True
        self.write_acknowledged()

    def send(self, producer, sequence):
        sent = now_us()

        def on_delivery(error, message):
            if error is None:
                # None: the answer was lost, and that to a later batch shows that this one is stored as well; nobody has said where.
                offset = -1 if message.offset() is None else message.offset()
                self.acknowledged.append((message.partition(), offset, sequence, now_us(), sent))
            else:
                # Only some errors prove that no broker had it, and the binding does not say which happened.
                self.fatal = self.fatal or error.fatal()
                self.history.write("unknown", s=[sequence], why=str(error))

        key = f"{self.options['name']}-k{sequence % int(self.options['keys'])}"
        try:
            producer.produce(self.options["topic"], encode(self.name, sequence, int(self.options["value-bytes"])), key, on_delivery=on_delivery)
        except (BufferError, KafkaException) as error:
            # Refused within the call.
            self.fatal = self.fatal or not isinstance(error, BufferError)
            self.history.write("failed", s=[sequence], why=str(error))

    def write_acknowledged(self):
        if not self.acknowledged:
            return
        self.ready()
        taken, self.acknowledged = sorted(self.acknowledged), []
        run = [taken[0]]
        for one in taken[1:]:
            if one[0] == run[-1][0] and run[-1][1] >= 0 and one[1] == run[-1][1] + 1 and abs(one[3] - run[0][3]) < 1000:
                run.append(one)
            else:
                self.write_run(run)
                run = [one]
        self.write_run(run)

    def write_run(self, run):
        partition, offset, _, at, _ = run[0]
        self.history.write("ack", at=at, p=partition, o=offset, s=[one[2] for one in run], us=[one[3] - one[4] for one in run])


class MemberWorker:
    """A member of a group that leaves now and then and comes back; at the end it goes on until the group has committed everything."""

    COMMIT_SECONDS = 0.5

    # A consumer that has left its group may never come back from close() when a broker goes at that moment (librdkafka issues 3740, 4884).
    CLOSE_SECONDS = 20

    def __init__(self, options, history, stop):
        self.options = options
        self.history = history
        self.stop = stop
        self.ready = Ready()

    def run(self):
        done = False
        while not done:
            self.history.write("worker", name=self.options["name"], role="member", client=CLIENT, group=self.options["group"])
            consumer = Consumer({
                "bootstrap.servers": self.options["bootstrap"],
                "client.id": self.options["name"],
                "group.id": self.options["group"],
                "auto.offset.reset": "earliest",
                "enable.auto.commit": False,
                "enable.auto.offset.store": False,
                "session.timeout.ms": 10000,
                "heartbeat.interval.ms": 1000,
                "check.crcs": True,
                "log_level": 2,
            })
            try:
                done = self.live(consumer)
            except KafkaException as error:
                self.history.write("note", words=f"Starts again after {error}")
                time.sleep(0.2)
            finally:
                self.close(consumer)

    def close(self, consumer):
        closing = threading.Thread(target=consumer.close, daemon=True)
        closing.start()
        closing.join(self.CLOSE_SECONDS)
        if closing.is_alive():
            self.history.write("note", words=f"Left behind: close() did not return within {self.CLOSE_SECONDS} s")

    def live(self, consumer):
        self.next = {}
        self.uncommitted = {}
        consumer.subscribe([self.options["topic"]], on_assign=self.assigned, on_revoke=self.revoked, on_lost=self.lost)
        born = time.monotonic()
        committed = born
        restart = int(self.options["restart-ms"]) / 1000
        while True:
            self.read(consumer.consume(1000, 0.1))
            if time.monotonic() - committed > self.COMMIT_SECONDS:
                committed = time.monotonic()
                self.commit(consumer)
                if self.stop.is_set and self.is_done(consumer):
                    return True
            if not self.stop.is_set and restart > 0 and time.monotonic() - born > restart:
                self.commit(consumer)
                return False

    def read(self, messages):
        now = now_us()
        runs = []
        for message in messages:
            if message.error() is not None:
                continue
            partition, offset = message.partition(), message.offset()
            if runs and runs[-1][0] == partition and runs[-1][1] + len(runs[-1][2]) == offset:
                runs[-1][2].append(decode(message.value()))
            else:
                runs.append((partition, offset, [decode(message.value())]))
        for partition, offset, records in runs:
            self.history.write("read", at=now, p=partition, o=offset, v=records)
            self.uncommitted[partition] = offset + len(records)
            self.ready()

    def commit(self, consumer):
        if not self.uncommitted:
            return
        self.history.flush()
        offsets, self.uncommitted = self.uncommitted, {}
        began = now_us()
        outcome = "acknowledged"
        results = {}
        try:
            committed = consumer.commit(
                offsets=[TopicPartition(self.options["topic"], p, o) for p, o in offsets.items()], asynchronous=False)
            results = {one.partition: one.error for one in committed}
        except KafkaException as error:
            outcome = "unknown"
            self.history.write("note", words=f"Commit not acknowledged: {error}")
        done = now_us()
        for partition, offset in offsets.items():
            told = outcome if results.get(partition) is None else "unknown"
            self.history.write("commit", at=began, done=done, p=partition, o=offset, outcome=told)

    def assigned(self, consumer, partitions):
        asked = now_us()
        try:
            for one in consumer.committed(partitions, timeout=10):
                if one.error is None:
                    self.history.write("resumed", at=asked, p=one.partition, o=max(one.offset, -1))
        except KafkaException as error:
            self.history.write("note", words=f"Committed offsets not known: {error}")

    def revoked(self, consumer, partitions):
        self.commit(consumer)
        self.release(partitions, lost=False)

    def lost(self, consumer, partitions):
        self.release(partitions, lost=True)

    def release(self, partitions, lost):
        for one in partitions:
            self.uncommitted.pop(one.partition, None)
        self.history.write("released", p=[one.partition for one in partitions], lost=lost)

    def is_done(self, consumer):
        topic = consumer.list_topics(self.options["topic"], timeout=10).topics[self.options["topic"]]
        partitions = [TopicPartition(self.options["topic"], p) for p in topic.partitions]
        committed = consumer.committed(partitions, timeout=10)
        return all(one.offset >= end or end == 0 for one in committed
                   for end in [consumer.get_watermark_offsets(one, timeout=10)[1]])


def main():
    pairs = iter(sys.argv[1:])
    options = {name.removeprefix("--"): value for name, value in zip(pairs, pairs)}
    if options["kind"] == "Updater":
        UpdateWorker(options, Stop()).run()
        os._exit(0)
    if options["kind"] == "Transformer":
        TransformWorker(options, Stop()).run()
        os._exit(0)
    history = History(options["folder"], options["name"])
    worker = {"Producer": ProducerWorker, "Member": MemberWorker}[options["kind"]]
    worker(options, history, Stop()).run()
    history.flush()

    # Without waiting for threads that were left behind.
    os._exit(0)


if __name__ == "__main__":
    main()
