"""The unchanged confluent_kafka client (librdkafka), driven by the line protocol that README.md describes."""
import sys
import threading

from confluent_kafka import Consumer, KafkaException, Producer, TopicPartition
from confluent_kafka.admin import AdminClient, ConfigResource, NewPartitions, NewTopic

COMMAND, BOOTSTRAP, *ARGUMENTS = sys.argv[1:]
PATIENCE = 30


def say(*fields):
    print(*fields, sep="\t", flush=True)


def finish(futures):
    for future in futures.values():
        future.result(PATIENCE)


def admin():
    return AdminClient({"bootstrap.servers": BOOTSTRAP})


def create(topic, partitions, replicas):
    client = admin()  # Kept, since collecting it breaks off what it does.
    finish(client.create_topics([NewTopic(topic, int(partitions), int(replicas))]))


def failed(error, _message):
    if error is not None:
        sys.exit(f"delivery failed: {error}")


def fields_of(line):
    key, value, header = line.split("\t")
    return {"key": key, "value": value, "headers": [("trace", header.encode())], "on_delivery": failed}


def produce(topic, codec, idempotent):
    producer = Producer({
        "bootstrap.servers": BOOTSTRAP, "acks": "all", "linger.ms": 5, "compression.codec": codec,
        "enable.idempotence": idempotent == "idempotent"})
    for line in sys.stdin:
        producer.produce(topic, **fields_of(line.rstrip("\n")))
        producer.poll(0)
    if producer.flush(PATIENCE) > 0:
        sys.exit("not everything was delivered")


def group_member(topic, group, isolation, **settings):
    consumer = Consumer({
        "bootstrap.servers": BOOTSTRAP, "group.id": group, "auto.offset.reset": "earliest", "isolation.level": isolation,
        "topic.metadata.refresh.interval.ms": 1000, **settings})
    mine = set()

    def changes(change):
        def tell(_, partitions):
            change(mine, {p.partition for p in partitions})
            say("A", ",".join(map(str, sorted(mine))))
        return tell

    # Partitions come and go one by one where the broker assigns.
    consumer.subscribe([topic], on_assign=changes(set.update), on_revoke=changes(set.difference_update))
    return consumer


def messages(consumer):
    """What is consumed until standard input closes; None now and then."""
    stop = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), stop.set()), daemon=True).start()
    while not stop.is_set():
        message = consumer.poll(0.1)
        if message is not None and message.error():
            raise KafkaException(message.error())
        yield message


def consume_assigned(topic, group, isolation):
    consume(topic, group, isolation, **{"group.protocol": "consumer"})


def consume(topic, group, isolation, **settings):
    consumer = group_member(topic, group, isolation, **settings)
    for message in messages(consumer):
        if message is not None:
            headers = ",".join(f"{k}={v.decode()}" for k, v in message.headers() or [])
            say("R", message.partition(), message.offset(), message.key().decode(), message.value().decode(), headers)
    consumer.close()


def transact(topic, transactional_id):
    producer = Producer({"bootstrap.servers": BOOTSTRAP, "transactional.id": transactional_id, "linger.ms": 5})
    steps = {"begin": producer.begin_transaction, "flush": producer.flush, "commit": producer.commit_transaction, "abort": producer.abort_transaction}
    producer.init_transactions(PATIENCE)
    say("ok", "init")
    for line in sys.stdin:
        line = line.rstrip("\n")
        if line not in steps:
            producer.produce(topic, **{**fields_of(line), "on_delivery": None})
            continue
        try:
            steps[line]()
            say("ok", line)
        except KafkaException as error:
            say("fenced" if error.args[0].fatal() else "failed", line, error)


def transform(source, target, group, transactional_id):
    consumer = group_member(source, group, "read_committed", **{"enable.auto.commit": False, "session.timeout.ms": 6000})
    producer = Producer({"bootstrap.servers": BOOTSTRAP, "transactional.id": transactional_id, "linger.ms": 5})
    producer.init_transactions(PATIENCE)
    for message in messages(consumer):
        if message is None:
            continue
        producer.begin_transaction()
        producer.produce(target, key=message.key(), value=b"done-" + message.value(), headers=message.headers())
        producer.send_offsets_to_transaction(
            [TopicPartition(message.topic(), message.partition(), message.offset() + 1)], consumer.consumer_group_metadata())
        producer.commit_transaction()
    consumer.close()


def times(topic, partition, timestamp):
    consumer = Consumer({"bootstrap.servers": BOOTSTRAP, "group.id": "times"})
    place = TopicPartition(topic, int(partition), int(timestamp))
    offset = consumer.offsets_for_times([place], PATIENCE)[0].offset
    say("T", offset if offset >= 0 else consumer.get_watermark_offsets(place, PATIENCE)[1])


def configure(topic, name, value):
    client = admin()
    finish(client.alter_configs([ConfigResource("topic", topic, set_config={name: value})]))
    for future in client.describe_configs([ConfigResource("topic", topic)]).values():
        for entry in future.result(PATIENCE).values():
            say("C", entry.name, entry.value)


def grow(topic, partitions):
    client = admin()
    finish(client.create_partitions([NewPartitions(topic, int(partitions))]))


def groups():
    for group in admin().list_groups(timeout=PATIENCE):
        say("G", group.id, group.state, len(group.members))


globals()[COMMAND.replace("-", "_")](*ARGUMENTS)
