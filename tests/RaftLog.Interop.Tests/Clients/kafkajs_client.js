// The unchanged kafkajs client, driven from the command line.
//
// create BOOTSTRAP TOPIC PARTITIONS REPLICAS
// produce BOOTSTRAP TOPIC          one record a line on stdin: key TAB value TAB header
// consume BOOTSTRAP TOPIC GROUP    prints 'A TAB partitions' at each assignment and one 'R' line a record, until stdin closes
'use strict';
const readline = require('readline');
const { Kafka, logLevel } = require('kafkajs');

const [command, bootstrap, topic, ...rest] = process.argv.slice(2);
const kafka = new Kafka({ clientId: 'interop-kafkajs', brokers: bootstrap.split(','), logLevel: logLevel.ERROR });

async function create([partitions, replicas]) {
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({ waitForLeaders: true, topics: [{ topic, numPartitions: +partitions, replicationFactor: +replicas }] });
  await admin.disconnect();
}

async function produce() {
  const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
  let messages = [];
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const [key, value, header] = line.split('\t');
    messages.push({ key, value, headers: { trace: header } });
    if (messages.length === 500) {
      await producer.send({ topic, acks: -1, messages });
      messages = [];
    }
  }
  if (messages.length > 0) await producer.send({ topic, acks: -1, messages });
  await producer.disconnect();
}

async function consume([group]) {
  const consumer = kafka.consumer({ groupId: group });
  consumer.on(consumer.events.GROUP_JOIN, (event) => {
    console.log(`A\t${(event.payload.memberAssignment[topic] ?? []).sort().join(',')}`);
  });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({
    eachMessage: async ({ partition, message }) => {
      const headers = Object.entries(message.headers).map(([k, v]) => `${k}=${v}`).join(',');
      console.log(`R\t${partition}\t${message.offset}\t${message.key}\t${message.value}\t${headers}`);
    },
  });
  process.stdin.resume();
  await new Promise((resolve) => process.stdin.on('end', resolve));
  await consumer.disconnect();
}

({ create, produce, consume })[command](rest).then(() => process.exit(0), (error) => {
  console.error(error);
  process.exit(1);
});
