"""The unchanged kafka-python client, driven by the line protocol that README.md describes."""
import sys
import threading

from kafka import ConsumerRebalanceListener, KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import ConfigResource, ConfigResourceType, KafkaAdminClient, NewPartitions, NewTopic

COMMAND, BOOTSTRAP, *ARGUMENTS = sys.argv[1:]


def say(*fields):
    print(*fields, sep="\t", flush=True)


def admin():
    return KafkaAdminClient(bootstrap_servers=BOOTSTRAP)


def create(topic, partitions, replicas):
    admin().create_topics([NewTopic(topic, int(partitions), int(replicas))])


def produce(topic, codec, _idempotent):
    producer = KafkaProducer(
        bootstrap_servers=BOOTSTRAP, acks="all", linger_ms=5, retries=100, compression_type=None if codec == "none" else codec,
        max_in_flight_requests_per_connection=1)
    sent = []
    for line in sys.stdin:
        key, value, header = line.rstrip("\n").split("\t")
        sent.append(producer.send(topic, key=key.encode(), value=value.encode(), headers=[("trace", header.encode())]))
    producer.flush()
    for future in sent:
        future.get(timeout=30)
    producer.close()


class Assignments(ConsumerRebalanceListener):
    def on_partitions_revoked(self, revoked):
        pass

    def on_partitions_assigned(self, assigned):
        say("A", ",".join(str(p.partition) for p in sorted(assigned)))


def consume(topic, group, _isolation):
    consumer = KafkaConsumer(bootstrap_servers=BOOTSTRAP, group_id=group, auto_offset_reset="earliest", metadata_max_age_ms=1000)
    consumer.subscribe([topic], listener=Assignments())
    stop = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), stop.set()), daemon=True).start()
    while not stop.is_set():
        for records in consumer.poll(timeout_ms=100).values():
            for r in records:
                headers = ",".join(f"{k}={v.decode()}" for k, v in r.headers)
                print("R", r.partition, r.offset, r.key.decode(), r.value.decode(), headers, sep="\t")
        sys.stdout.flush()
    consumer.close()


def times(topic, partition, timestamp):
    consumer = KafkaConsumer(bootstrap_servers=BOOTSTRAP)
    place = TopicPartition(topic, int(partition))
    found = consumer.offsets_for_times({place: int(timestamp)})[place]
    say("T", found.offset if found else consumer.end_offsets([place])[place])


def configure(topic, name, value):
    admin().alter_configs([ConfigResource(ConfigResourceType.TOPIC, topic, {name: value})])
    for response in admin().describe_configs([ConfigResource(ConfigResourceType.TOPIC, topic)]):
        for resource in response.resources:
            for entry in resource[4]:
                say("C", entry[0], entry[1])


def grow(topic, partitions):
    admin().create_partitions({topic: NewPartitions(int(partitions))})


def groups():
    client = admin()
    for group in client.describe_consumer_groups([group for group, _ in client.list_consumer_groups()]):
        say("G", group.group, group.state, len(group.members))


globals()[COMMAND](*ARGUMENTS)
