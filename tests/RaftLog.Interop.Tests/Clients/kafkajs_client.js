// The unchanged kafkajs client, driven by the line protocol that README.md describes.
'use strict';
const { Kafka, logLevel, CompressionTypes, CompressionCodecs } = require('kafkajs');
const { stdinBatches, stdinClosed, say } = require('./node_lines.js');

CompressionCodecs[CompressionTypes.Snappy] = require('kafkajs-snappy');

const [command, bootstrap, ...rest] = process.argv.slice(2);
const kafka = new Kafka({ clientId: 'interop-kafkajs', brokers: bootstrap.split(','), logLevel: logLevel.ERROR, retry: { retries: 20, maxRetryTime: 1000 } });
const codecs = { none: CompressionTypes.None, gzip: CompressionTypes.GZIP, snappy: CompressionTypes.Snappy };

const toMessage = (line) => {
  const [key, value, header] = line.split('\t');
  return { key, value, headers: { trace: header } };
};

async function withAdmin(deed) {
  const admin = kafka.admin();
  await admin.connect();
  await deed(admin);
  await admin.disconnect();
}

const create = (topic, partitions, replicas) => withAdmin((admin) =>
  admin.createTopics({ waitForLeaders: true, topics: [{ topic, numPartitions: +partitions, replicationFactor: +replicas }] }));

async function produce(topic, codec, idempotent) {
  const producer = kafka.producer({ idempotent: idempotent === 'idempotent', maxInFlightRequests: 1 });
  await producer.connect();
  for await (const lines of stdinBatches()) {
    await producer.send({ topic, acks: -1, compression: codecs[codec], messages: lines.map(toMessage) });
  }
  await producer.disconnect();
}

async function member(topic, group, isolation, settings) {
  // After the coordinator's death it asks the dead one five times more, and each time waits first until its fetches are answered: by default for 5 s.
  const consumer = kafka.consumer({
    groupId: group, sessionTimeout: 6000, heartbeatInterval: 500, maxWaitTimeInMs: 500, readUncommitted: isolation === 'read_uncommitted', metadataMaxAge: 1000,
  });
  consumer.on(consumer.events.GROUP_JOIN, (event) => say('A', (event.payload.memberAssignment[topic] ?? []).sort().join(',')));
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run(settings(consumer));
  await stdinClosed();
  await leave(consumer);
}

// 2.2 spins for ever when it is stopped while it exchanges its fetchers, as it does whenever a broker comes or goes: the new ones, which never knew it running,
// take turns in one microtask after the other. Just after one has begun to fetch, all have begun, and none are being exchanged.
const leave = (consumer) => new Promise((resolve) => {
  const forget = consumer.on(consumer.events.FETCH_START, () => {
    forget();
    queueMicrotask(() => resolve(consumer.disconnect()));
  });
});

const consume = (topic, group, isolation) => member(topic, group, isolation, () => ({
  eachMessage: async ({ partition, message }) => {
    const headers = Object.entries(message.headers).map(([k, v]) => `${k}=${v}`).join(',');
    say('R', partition, message.offset, message.key, message.value, headers);
  },
}));

const transactional = (transactionalId) => kafka.producer({ transactionalId, idempotent: true, maxInFlightRequests: 1 });

async function transact(topic, transactionalId) {
  const producer = transactional(transactionalId);
  let transaction;
  const steps = {
    begin: async () => { transaction = await producer.transaction(); },
    flush: async () => {},
    commit: () => transaction.commit(),
    abort: () => transaction.abort(),
  };
  await producer.connect();
  say('ok', 'init');
  for await (const lines of stdinBatches()) {
    for (const line of lines) {
      try {
        if (line in steps) {
          await steps[line]();
          say('ok', line);
        } else {
          await transaction.send({ topic, messages: [toMessage(line)] });
        }
      } catch (error) {
        say(/newer epoch|fenced|INVALID_PRODUCER_EPOCH|old epoch/i.test(`${error.type} ${error.message}`) ? 'fenced' : 'failed', line, error.message);
      }
    }
  }
  await producer.disconnect();
}

async function transform(source, target, group, transactionalId) {
  const producer = transactional(transactionalId);
  await producer.connect();
  await member(source, group, 'read_committed', () => ({
    autoCommit: false,
    eachMessage: async ({ topic, partition, message }) => {
      const transaction = await producer.transaction();
      await transaction.send({ topic: target, messages: [{ key: message.key, value: `done-${message.value}`, headers: message.headers }] });
      const offsets = [{ partition, offset: `${BigInt(message.offset) + 1n}` }];
      await transaction.sendOffsets({ consumerGroupId: group, topics: [{ topic, partitions: offsets }] });
      await transaction.commit();
    },
  }));
  await producer.disconnect();
}

const times = (topic, partition, timestamp) => withAdmin(async (admin) => {
  const found = await admin.fetchTopicOffsetsByTimestamp(topic, +timestamp);
  say('T', found.find((one) => one.partition === +partition).offset);
});

const configure = (topic, name, value) => withAdmin(async (admin) => {
  await admin.alterConfigs({ validateOnly: false, resources: [{ type: 2, name: topic, configEntries: [{ name, value }] }] });
  const { resources } = await admin.describeConfigs({ includeSynonyms: true, resources: [{ type: 2, name: topic }] });
  for (const entry of resources[0].configEntries) say('C', entry.configName, entry.configValue);
});

const grow = (topic, count) => withAdmin((admin) => admin.createPartitions({ topicPartitions: [{ topic, count: +count }] }));

const truncate = (topic, partition, offset) => withAdmin(async (admin) => {
  await admin.fetchTopicOffsets(topic); // Else it finds that it knows no metadata of the topic.
  await admin.deleteTopicRecords({ topic, partitions: [{ partition: +partition, offset }] });
});

const groups = () => withAdmin(async (admin) => {
  const listed = await admin.listGroups();
  const described = await admin.describeGroups(listed.groups.map((one) => one.groupId));
  for (const group of described.groups) say('G', group.groupId, group.state, group.members.length);
});

({ create, produce, consume, transact, transform, times, configure, grow, truncate, groups })[command](...rest).then(() => process.exit(0), (error) => {
  console.error(error);
  process.exit(1);
});
