#include "load.h"

#include <stdlib.h>

#define BATCH 10000
#define PATIENCE_MS 30000

// Reads so many records of the topic from its beginning, by a client of its own, and prints the result if it is measured. Closing comes after that.
// A warm-up ends at its time also in the middle.
static void read_all(const struct options *options, int64_t records, int64_t ends_ns, const struct usage *measured_since) {
  static const char *const defaults[] = {
      "group.id", "librdkafka-load", "enable.auto.commit", "false", "queued.min.messages", "1000000", "queued.max.messages.kbytes", "65536", NULL};
  char reason[512];
  rd_kafka_t *client = rd_kafka_new(RD_KAFKA_CONSUMER, new_conf(options, defaults), reason, sizeof reason);
  if (!client) {
    fail("%s", reason);
  }
  rd_kafka_topic_t *topic = rd_kafka_topic_new(client, options->topic, NULL);
  const struct rd_kafka_metadata *metadata;
  rd_kafka_resp_err_t error = rd_kafka_metadata(client, 0, topic, &metadata, PATIENCE_MS);
  if (error) {
    fail("metadata: %s", rd_kafka_err2str(error));
  }
  rd_kafka_topic_partition_list_t *partitions = rd_kafka_topic_partition_list_new(metadata->topics[0].partition_cnt);
  for (int i = 0; i < metadata->topics[0].partition_cnt; i++) {
    rd_kafka_topic_partition_list_add(partitions, options->topic, metadata->topics[0].partitions[i].id)->offset = RD_KAFKA_OFFSET_BEGINNING;
  }
  rd_kafka_metadata_destroy(metadata);
  rd_kafka_assign(client, partitions);
  rd_kafka_topic_partition_list_destroy(partitions);

  rd_kafka_queue_t *queue = rd_kafka_queue_get_consumer(client);
  int64_t bytes = 0;
  static rd_kafka_message_t *messages[BATCH];
  for (int64_t left = records; left > 0 && (ends_ns == 0 || now_ns() < ends_ns);) {
    ssize_t count = rd_kafka_consume_batch_queue(queue, PATIENCE_MS, messages, BATCH);
    if (count <= 0) {
      fail("No records came; %lld are missing.", (long long)left);
    }
    for (ssize_t i = 0; i < count; i++) {
      if (!messages[i]->err) {
        bytes += (int64_t)messages[i]->len;
        left--;
      }
      rd_kafka_message_destroy(messages[i]);
    }
  }
  if (measured_since) {
    print_result(*measured_since, records, bytes, NULL, NULL);
  }
  rd_kafka_queue_destroy(queue);
  rd_kafka_topic_destroy(topic);
  rd_kafka_consumer_close(client);
  rd_kafka_destroy(client);
}

void consume(const struct options *options) {
  if (options->warm_up.seconds > 0) {
    int64_t ends_ns = now_ns() + (int64_t)(options->warm_up.seconds * (double)NS_PER_SECOND);
    while (now_ns() < ends_ns) {
      read_all(options, options->measured.records, ends_ns, NULL);
    }
  } else if (options->warm_up.records > 0) {
    read_all(options, options->warm_up.records, 0, NULL);
  }
  pass_gate(options);
  struct usage before = usage_now();
  read_all(options, options->measured.records, 0, &before);
}
