"""A worker of a compaction run by librdkafka: updates its keys so many times and writes down what was acknowledged last of each.

Keys, values and the file that it writes are those of RaftLog.Chaos.History/Updates.
"""
import hashlib
import os
import sys
import time

from confluent_kafka import KafkaException, Producer

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
    """librdkafka ends an idempotent producer for good when it cannot keep its promise any longer; a new one then sends what was not acknowledged, in order."""

    MAX_LIVES = 100

    def __init__(self, options, stop):
        self.options = options
        self.stop = stop
        self.keys = int(options["keys"])
        self.count = int(options["count"])
        self.pool = b"".join(hashlib.sha256(f"updates {at}".encode("ascii")).digest() for at in range(0, POOL_BYTES, 32))
        self.updates = UpdateSequence(options["name"], self.keys)
        self.encoded = [f"{options['name']}-k{key}" for key in range(self.keys)]
        self.last = [None] * self.keys
        self.acknowledged = [-1] * self.keys
        self.waiting = {}
        self.sent = 0
        self.started = time.monotonic()

    def run(self):
        for _ in range(self.MAX_LIVES):
            self.live()
            if self.stop.is_set or (self.sent == self.count and not self.waiting):
                break
        if self.sent < self.count or self.waiting:
            raise SystemExit(f"{len(self.waiting)} updates were not acknowledged: {self.failure or 'told to stop'}")
        self.write(self.last)

    def live(self):
        self.failure = None
        producer = Producer({
            "bootstrap.servers": self.options["bootstrap"],
            "client.id": self.options["name"],
            "enable.idempotence": True,
            "compression.type": self.options["codec"],
            "linger.ms": 5,
            "message.timeout.ms": int(self.options["delivery-timeout-ms"]),
            "queue.buffering.max.messages": MAX_UNDER_WAY,
            "log_level": 2,
        })
        try:
            self.send_again(producer)
            self.send_all(producer)
            while len(producer) > 0 and self.failure is None:
                producer.poll(0.1)
        except KafkaException as error:
            self.failure = str(error)
        if self.failure is not None:
            # What is under way may still arrive; it must not arrive behind what the next life sends.
            print(f"{self.options['name']} begins anew: {self.failure}", file=sys.stderr, flush=True)
            producer.purge()
            producer.flush(10)
            time.sleep(2)

    def send_again(self, producer):
        for version, (key, is_deletion) in sorted(self.waiting.items()):
            if self.acknowledged[key] > version:
                # A later one of its key is in the log already; behind it this one would be wrong.
                del self.waiting[version]
            else:
                self.send(producer, version, key, is_deletion)

    def send_all(self, producer):
        rate = int(self.options["rate"])
        while self.sent < self.count and not self.stop.is_set and self.failure is None:
            due = min(int((time.monotonic() - self.started) * rate), self.count, self.sent + MAX_UNDER_WAY - len(producer))
            while self.sent < due:
                key, is_deletion = self.updates.next()
                version = self.sent
                self.sent += 1
                self.last[key] = (version, is_deletion)
                self.waiting[version] = (key, is_deletion)
                self.send(producer, version, key, is_deletion)
                if version % 512 == 0:
                    producer.poll(0)
            producer.poll(0.002)

    def send(self, producer, version, key, is_deletion):
        def delivered(error, _):
            if error is None:
                self.waiting.pop(version, None)
                self.acknowledged[key] = max(self.acknowledged[key], version)
            elif self.failure is None:
                self.failure = str(error)

        producer.produce(self.options["topic"], None if is_deletion else self.value(version), self.encoded[key], on_delivery=delivered)

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
