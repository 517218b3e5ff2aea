// The unchanged @platformatic/kafka client, driven by the line protocol that README.md describes.
'use strict';
const { Admin, Consumer, Producer, stringSerializers, stringDeserializers } = require('@platformatic/kafka');
const { stdinBatches, stdinClosed, say } = require('./node_lines.js');

const [command, bootstrap, ...rest] = process.argv.slice(2);
const connection = { clientId: 'interop-platformatic', bootstrapBrokers: bootstrap.split(','), retries: 50, retryDelay: 100, metadataMaxAge: 1000 };
const TOPIC = 2;
const SET = 0;

const toMessage = (topic, line) => {
  const [key, value, header] = line.split('\t');
  return { topic, key, value, headers: { trace: header } };
};

async function withAdmin(deed) {
  const admin = new Admin(connection);
  await deed(admin);
  await admin.close();
}

const create = (topic, partitions, replicas) => withAdmin((admin) =>
  admin.createTopics({ topics: [topic], partitions: +partitions, replicas: +replicas }));

// It looks for no other leader by itself when a connection is refused. What is sent again has the same sequence.
async function sendUntilSent(producer, options, triesLeft = 50) {
  try {
    await producer.send(options);
  } catch (error) {
    if (triesLeft === 0) throw error;
    producer.clearMetadata();
    await sendUntilSent(producer, options, triesLeft - 1);
  }
}

async function produce(topic, compression, idempotent) {
  const producer = new Producer({ ...connection, retries: 2, serializers: stringSerializers });
  for await (const lines of stdinBatches()) {
    const messages = lines.map((line) => toMessage(topic, line));
    await sendUntilSent(producer, { messages, compression, idempotent: idempotent === 'idempotent', acks: -1 });
  }
  await producer.close();
}

const ofClassicGroup = { groupProtocol: 'classic', heartbeatInterval: 500, sessionTimeout: 6000 };

// Its heart beats as often as the broker says.
const ofAssignedGroup = { groupProtocol: 'consumer' };

// The last commit fails when the coordinator has just changed and the member has not joined anew, and with it the end of the stream. Then the next member reads
// again from the commit before. A member of an assigned group that is told to be unknown commits as null until its next heartbeat, for which no broker may
// keep the connection open.
function unlessMembershipWasLost(error) {
  const lost = ['UNKNOWN_MEMBER_ID', 'ILLEGAL_GENERATION', 'REBALANCE_IN_PROGRESS', 'STALE_MEMBER_EPOCH'];
  if (!lost.some((id) => error.findBy?.('apiId', id))) throw error;
}

async function member(topic, group, isolation, membership, settings, onMessage) {
  const consumer = new Consumer({ ...connection, groupId: group, deserializers: stringDeserializers, ...membership });
  let told;
  const tell = () => {
    const mine = (consumer.assignments ?? []).filter((one) => one.topic === topic).flatMap((one) => one.partitions).sort().join(',');
    if (mine !== told) say('A', told = mine);
  };
  consumer.on('consumer:group:join', tell);
  consumer.on('consumer:heartbeat:end', tell);

  // A connection that ends while it joins anew is told as an event, which unheard ends the process; it does not try again by itself.
  const rejoin = () => consumer.joinGroup({}).catch(() => setTimeout(rejoin, 100));
  consumer.on('error', rejoin);
  const stream = await consumer.consume({
    topics: [topic], mode: 'committed', fallbackMode: 'earliest', isolationLevel: isolation === 'read_committed' ? 1 : 0, maxWaitTime: 500, ...settings,
  });
  const closed = stdinClosed().then(() => stream.close()).catch(unlessMembershipWasLost);
  for await (const message of stream) await onMessage(message, consumer);
  await closed;
  await consumer.close(true);
}

const consumeAs = (membership) => (topic, group, isolation) => member(topic, group, isolation, membership, { autocommit: 100 }, ({ partition, offset, key, value, headers }) => {
  say('R', partition, offset, key, value, [...headers].map(([name, text]) => `${name}=${text}`).join(','));
});

async function transact(topic, transactionalId) {
  const producer = new Producer({ ...connection, transactionalId, idempotent: true, serializers: stringSerializers });
  let transaction;
  const steps = {
    begin: async () => { transaction = await producer.beginTransaction(); },
    flush: async () => {},
    commit: () => transaction.commit(),
    abort: () => transaction.abort(),
  };
  say('ok', 'init');
  for await (const lines of stdinBatches()) {
    for (const line of lines) {
      try {
        if (line in steps) {
          await steps[line]();
          say('ok', line);
        } else {
          await transaction.send({ messages: [toMessage(topic, line)] });
        }
      } catch (error) {
        const text = JSON.stringify(error, ['message', 'code', 'errors', 'apiId', 'apiCode', 'cause']);
        say(/fenced|epoch/i.test(text) ? 'fenced' : 'failed', line, text);
      }
    }
  }
  await producer.close(true);
}

async function transform(source, target, group, transactionalId) {
  const producer = new Producer({ ...connection, transactionalId, idempotent: true, serializers: stringSerializers });
  await member(source, group, 'read_committed', ofClassicGroup, { autocommit: false }, async (message, consumer) => {
    const transaction = await producer.beginTransaction();
    await transaction.addConsumer(consumer);
    await transaction.send({ messages: [{ topic: target, key: message.key, value: `done-${message.value}`, headers: message.headers }] });
    await transaction.addOffset(message);
    await transaction.commit();
  });
  await producer.close(true);
}

const listed = async (admin, topic, partition, timestamp) => {
  const [{ partitions: [{ offset }] }] = await admin.listOffsets({ topics: [{ name: topic, partitions: [{ partitionIndex: +partition, timestamp: BigInt(timestamp) }] }] });
  return offset;
};

const times = (topic, partition, timestamp) => withAdmin(async (admin) => {
  const offset = await listed(admin, topic, partition, timestamp);
  say('T', offset >= 0n ? offset : await listed(admin, topic, partition, -1));
});

const configure = (topic, name, value) => withAdmin(async (admin) => {
  const resource = { resourceType: TOPIC, resourceName: topic };
  await admin.incrementalAlterConfigs({ resources: [{ ...resource, configs: [{ name, configOperation: SET, value }] }] });
  const [{ configs }] = await admin.describeConfigs({ resources: [resource], includeSynonyms: true, includeDocumentation: true });
  for (const entry of configs) say('C', entry.name, entry.value);
});

const grow = (topic, count) => withAdmin((admin) => admin.createPartitions({ topics: [{ name: topic, count: +count, assignments: null }] }));

const truncate = (topic, partition, offset) => withAdmin((admin) =>
  admin.deleteRecords({ topics: [{ name: topic, partitions: [{ partition: +partition, offset: BigInt(offset) }] }] }));

const groups = () => withAdmin(async (admin) => {
  const found = await admin.listGroups();
  const described = await admin.describeGroups({ groups: [...found.keys()] });
  for (const group of described.values()) say('G', group.id, group.state, group.members.size);
});

({ create, produce, consume: consumeAs(ofClassicGroup), 'consume-assigned': consumeAs(ofAssignedGroup), transact, transform, times, configure, grow, truncate, groups })[command](...rest).then(() => process.exit(0), (error) => {
  console.error(error);
  process.exit(1);
});
