"""The unchanged kafka-python client, driven from the command line.

create BOOTSTRAP TOPIC PARTITIONS REPLICAS
produce BOOTSTRAP TOPIC          one record a line on stdin: key TAB value TAB header
consume BOOTSTRAP TOPIC GROUP    prints 'A TAB partitions' at each assignment and one 'R' line a record, until stdin closes
"""
import sys
import threading

from kafka import ConsumerRebalanceListener, KafkaConsumer, KafkaProducer
from kafka.admin import KafkaAdminClient, NewTopic


def create(bootstrap, topic, partitions, replicas):
    admin = KafkaAdminClient(bootstrap_servers=bootstrap)
    admin.create_topics([NewTopic(topic, int(partitions), int(replicas))])
    admin.close()


def produce(bootstrap, topic):
    producer = KafkaProducer(bootstrap_servers=bootstrap, acks="all", linger_ms=5, retries=10)
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
        print("A\t" + ",".join(str(p.partition) for p in sorted(assigned)), flush=True)


def consume(bootstrap, topic, group):
    consumer = KafkaConsumer(bootstrap_servers=bootstrap, group_id=group, auto_offset_reset="earliest")
    consumer.subscribe([topic], listener=Assignments())
    stop = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), stop.set()), daemon=True).start()
    while not stop.is_set():
        for records in consumer.poll(timeout_ms=100).values():
            for r in records:
                headers = ",".join(f"{k}={v.decode()}" for k, v in r.headers)
                print(f"R\t{r.partition}\t{r.offset}\t{r.key.decode()}\t{r.value.decode()}\t{headers}")
        sys.stdout.flush()
    consumer.close()


{"create": create, "produce": produce, "consume": consume}[sys.argv[1]](*sys.argv[2:])
