"""A transformer of a chain by librdkafka: each batch that it consumes and the positions behind it in one transaction."""
import sys

from confluent_kafka import Consumer, KafkaException, Producer, TopicPartition

MAX_RECORDS = 1_000
PATIENCE = 60


class TransformWorker:
    def __init__(self, options, stop):
        self.options = options
        self.stop = stop
        self.consumer = None

    def run(self):
        while not self.stop.is_set:
            self.consumer = Consumer({
                "bootstrap.servers": self.options["bootstrap"],
                "client.id": self.options["name"],
                "group.id": self.options["group"],
                "group.instance.id": self.options["name"],
                "enable.auto.commit": False,
                "auto.offset.reset": "earliest",
                "isolation.level": "read_committed",
                "log_level": 2,
            })
            self.consumer.subscribe([self.options["topic"]])
            try:
                self.live()
            except KafkaException as error:
                print(f"{self.options['name']} begins anew: {error}", file=sys.stderr, flush=True)
            self.consumer.close()

    def live(self):
        """The life of one producer, and of the consumer that it goes with: both begin anew at what is committed."""
        producer = Producer({
            "bootstrap.servers": self.options["bootstrap"],
            "client.id": self.options["name"],
            "transactional.id": self.options["name"],
            "linger.ms": 0,
            "log_level": 2,
        })
        self.retry(lambda: producer.init_transactions(PATIENCE))
        while not self.stop.is_set:
            messages = [message for message in self.consumer.consume(MAX_RECORDS, 0.1) if self.is_record(message)]
            if messages:
                self.transform(producer, messages)

    @staticmethod
    def is_record(message):
        if message.error() is not None and not message.error().retriable():
            raise KafkaException(message.error())
        return message.error() is None

    def transform(self, producer, messages):
        producer.begin_transaction()
        try:
            positions = {}
            for message in messages:
                producer.produce(self.options["target"], message.value(), message.key(), partition=message.partition())
                positions[message.partition()] = message.offset() + 1
            offsets = [TopicPartition(self.options["topic"], partition, offset) for partition, offset in positions.items()]
            self.retry(lambda: producer.send_offsets_to_transaction(offsets, self.consumer.consumer_group_metadata(), PATIENCE))
            self.retry(lambda: producer.commit_transaction(PATIENCE))
        except KafkaException as error:
            if error.args[0].txn_requires_abort():
                self.retry(lambda: producer.abort_transaction(PATIENCE))
            raise

    def retry(self, deed):
        while True:
            try:
                return deed()
            except KafkaException as error:
                if not error.args[0].retriable() or self.stop.is_set:
                    raise
