#include "load.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

#define PATIENCE_NS (60 * NS_PER_SECOND)
#define LOOK_NS 1000000
#define POLL_MS 50

static rd_kafka_t *client;
static atomic_bool stop;
static struct times latency; // Written by the thread that polls, read when all is acknowledged.
static atomic_int failed;

// The opaque of a record is when it was due.
static void delivered(rd_kafka_t *rk, const rd_kafka_message_t *message, void *opaque) {
  (void)rk;
  (void)opaque;
  if (message->err) {
    atomic_store(&failed, message->err);
    return;
  }
  add_time(&latency, now_ns() - (int64_t)(intptr_t)message->_private);
}

static void *poll_deliveries(void *unused) {
  (void)unused;
  while (!atomic_load(&stop)) {
    rd_kafka_poll(client, POLL_MS);
  }
  return NULL;
}

static int64_t sleep_until(int64_t due_ns) {
  struct timespec due = {.tv_sec = due_ns / NS_PER_SECOND, .tv_nsec = due_ns % NS_PER_SECOND};
  if (now_ns() < due_ns) {
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &due, NULL);
  }
  return now_ns();
}

// Not rd_kafka_flush: it reports deliveries on the calling thread, beside the one that polls.
static bool all_acknowledged(void) {
  int64_t patience_ends = now_ns() + PATIENCE_NS;
  while (rd_kafka_outq_len(client) > 0) {
    int64_t now = now_ns();
    if (now >= patience_ends) {
      return false;
    }
    sleep_until(now + LOOK_NS);
  }
  return true;
}

// Sends records, each when it is due if there is a rate, and waits until all are acknowledged. Returns how many there were.
static int64_t send_all(const struct options *options, rd_kafka_topic_t *topic, char *payload, struct length length, struct times *lateness) {
  int64_t began = now_ns();
  int64_t ends = began + (int64_t)(length.seconds * (double)NS_PER_SECOND);
  int64_t i = 0;
  for (; !atomic_load(&failed); i++) {
    int64_t due = now_ns();
    if (options->rate > 0) {
      due = began + (int64_t)((double)i / options->rate * (double)NS_PER_SECOND);
    }
    if (length.seconds > 0 ? due >= ends : i >= length.records) {
      break;
    }
    if (options->rate > 0) {
      int64_t late = sleep_until(due) - due;
      if (lateness) {
        add_time(lateness, late);
      }
    }
    if (rd_kafka_produce(topic, RD_KAFKA_PARTITION_UA, RD_KAFKA_MSG_F_BLOCK, payload, options->size, NULL, 0, (void *)(intptr_t)due) != 0) {
      fail("produce: %s", rd_kafka_err2str(rd_kafka_last_error()));
    }
  }
  if (!all_acknowledged()) {
    fail("Not all records were acknowledged in time.");
  }
  if (atomic_load(&failed)) {
    fail("delivery: %s", rd_kafka_err2str((rd_kafka_resp_err_t)atomic_load(&failed)));
  }
  return i;
}

void produce(const struct options *options) {
  static const char *const defaults[] = {"acks", "all", "queue.buffering.max.messages", "500000", "queue.buffering.max.kbytes", "262144", NULL};
  char reason[512];
  rd_kafka_conf_t *conf = new_conf(options, defaults);
  rd_kafka_conf_set_dr_msg_cb(conf, delivered);
  client = rd_kafka_new(RD_KAFKA_PRODUCER, conf, reason, sizeof reason);
  if (!client) {
    fail("%s", reason);
  }
  rd_kafka_topic_t *topic = rd_kafka_topic_new(client, options->topic, NULL);
  struct times lateness = {0};
  char *payload = malloc(options->size + 1);
  if (!payload) {
    fail("There is not enough memory.");
  }
  srand(1);
  for (size_t i = 0; i < options->size; i++) {
    payload[i] = (char)rand();
  }
  pthread_t poller;
  pthread_create(&poller, NULL, poll_deliveries, NULL);

  send_all(options, topic, payload, options->warm_up, NULL);
  latency.count = 0;
  pass_gate(options);
  struct usage before = usage_now();
  int64_t records = send_all(options, topic, payload, options->measured, &lateness);
  print_result(before, records, records * (int64_t)options->size, &latency, &lateness);

  atomic_store(&stop, true);
  pthread_join(poller, NULL);
  rd_kafka_topic_destroy(topic);
  rd_kafka_destroy(client);
}
