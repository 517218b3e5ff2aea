"""A worker of a compaction run by librdkafka: updates its keys so many times and writes down what was acknowledged last of each.

Keys, values and the file that it writes are those of RaftLog.Chaos.History/Updates.
"""
import hashlib
import os
import time

from confluent_kafka import Producer

MASK = (1 << 64) - 1
POOL_BYTES = 1024 * 1024
STRIDE = 131
MAX_UNDER_WAY = 100_000


class UpdateSequence:
    def __init__(self, worker, keys):
        self.keys = keys
        self.state = 14695981039346656037
        for letter in worker.encode("ascii"):
            self.state = ((self.state ^ letter) * 1099511628211) & MASK

    def next(self):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) & MASK
        return (self.state >> 33) % self.keys, (self.state >> 20) & 63 == 0


class UpdateWorker:
    def __init__(self, options, stop):
        self.options = options
        self.stop = stop
        self.failure = None
        self.pool = b"".join(hashlib.sha256(f"updates {at}".encode("ascii")).digest() for at in range(0, POOL_BYTES, 32))

    def run(self):
        name = self.options["name"]
        count = int(self.options["count"])
        rate = int(self.options["rate"])
        keys = int(self.options["keys"])
        producer = Producer({
            "bootstrap.servers": self.options["bootstrap"],
            "client.id": name,
            "enable.idempotence": True,
            "compression.type": self.options["codec"],
            "linger.ms": 5,
            "message.timeout.ms": int(self.options["delivery-timeout-ms"]),
            "queue.buffering.max.messages": MAX_UNDER_WAY,
            "log_level": 2,
        })
        updates = UpdateSequence(name, keys)
        encoded = [f"{name}-k{key}" for key in range(keys)]
        last = [None] * keys
        started = time.monotonic()
        sent = 0
        while sent < count and not self.stop.is_set and self.failure is None:
            due = min(int((time.monotonic() - started) * rate), count, sent + MAX_UNDER_WAY - len(producer))
            while sent < due:
                key, is_deletion = updates.next()
                last[key] = (sent, is_deletion)
                producer.produce(self.options["topic"], None if is_deletion else self.value(sent), encoded[key], on_delivery=self.delivered)
                sent += 1
                if sent % 512 == 0:
                    producer.poll(0)
            producer.poll(0.002)
        while len(producer) > 0:
            producer.poll(0.1)
        if self.failure is not None or sent < count:
            raise SystemExit(f"Not all updates were acknowledged: {self.failure or 'told to stop'}")
        self.write(last)

    def delivered(self, error, _):
        if error is not None and self.failure is None:
            self.failure = str(error)

    def value(self, version):
        size = int(self.options["value-bytes"])
        head = f"{self.options['name']}:{version} ".encode("ascii")
        at = version * STRIDE % (POOL_BYTES - size)
        return head + self.pool[at:at + max(size - len(head), 0)]

    def write(self, last):
        path = os.path.join(self.options["folder"], f"last-{self.options['name']}.txt")
        with open(path, "w", encoding="ascii") as file:
            for key, update in enumerate(last):
                if update is not None:
                    file.write(f"{key} {update[0]} {'deleted' if update[1] else 'value'}\n")
