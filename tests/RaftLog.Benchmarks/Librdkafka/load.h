// A load client on librdkafka that takes the options of 'raftlog bench' and prints the same JSON, so that brokers are also measured with
// load that none of our own code makes.
#ifndef LOAD_H
#define LOAD_H

#include <librdkafka/rdkafka.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/resource.h>

#define MAX_SETTINGS 32
#define NS_PER_SECOND 1000000000LL

// How much load to make: so many records, or what goes into a time when there is one.
struct length {
  int64_t records;
  double seconds;
};

struct options {
  const char *bootstrap;
  const char *topic;
  struct length measured;
  struct length warm_up;
  size_t size;
  double rate; // Records per second in an open loop; 0 for as fast as possible.
  bool wait_for_start;
  const char *settings[MAX_SETTINGS]; // key=value of librdkafka.
  int setting_count;
};

// Times in nanoseconds, to be sorted when they are complete.
struct times {
  int64_t *ns;
  int64_t count;
  int64_t room;
};

struct usage {
  int64_t at_ns;
  double user_seconds;
  double system_seconds;
};

int64_t now_ns(void);
struct usage usage_now(void);

void add_time(struct times *times, int64_t ns);

// Says that the warm-up is over and waits for a line, when that was asked for.
void pass_gate(const struct options *options);

// Prints the result of what was measured since then. Either of the times may be NULL.
void print_result(struct usage since, int64_t records, int64_t bytes, struct times *latency, struct times *lateness);

// A configuration with the bootstrap servers, the defaults (key, value, key, value, NULL) and the settings of the command line.
rd_kafka_conf_t *new_conf(const struct options *options, const char *const *defaults);

// Prints a message and ends the process.
_Noreturn void fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

void produce(const struct options *options);
void consume(const struct options *options);

#endif
