#include "load.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define NS_PER_MS 1e6
#define LEAST_ROOM (1 << 20)

int64_t now_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * NS_PER_SECOND + now.tv_nsec;
}

void add_time(struct times *times, int64_t ns) {
  if (times->count == times->room) {
    times->room = times->room ? 2 * times->room : LEAST_ROOM;
    times->ns = realloc(times->ns, (size_t)times->room * sizeof *times->ns);
    if (!times->ns) {
      fail("There is not enough memory.");
    }
  }
  times->ns[times->count++] = ns;
}

static double seconds(struct timeval time) {
  return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

struct usage usage_now(void) {
  struct rusage own;
  getrusage(RUSAGE_SELF, &own);
  return (struct usage){.at_ns = now_ns(), .user_seconds = seconds(own.ru_utime), .system_seconds = seconds(own.ru_stime)};
}

void pass_gate(const struct options *options) {
  if (options->wait_for_start) {
    fputs("ready\n", stderr);
    fflush(stderr);
    for (int c = getchar(); c != '\n' && c != EOF; c = getchar()) {
    }
  }
}

static int by_time(const void *one, const void *other) {
  int64_t a = *(const int64_t *)one, b = *(const int64_t *)other;
  return (a > b) - (a < b);
}

static double quantile_ms(const struct times *times, double share) {
  int64_t rank = (int64_t)((double)times->count * share);
  return (double)times->ns[rank < times->count ? rank : times->count - 1] / NS_PER_MS;
}

static void print_times(const char *name, struct times *times) {
  if (!times || times->count == 0) {
    return;
  }
  qsort(times->ns, (size_t)times->count, sizeof *times->ns, by_time);
  printf(",\"%s\":{\"samples\":%lld,\"p50Ms\":%.4f,\"p99Ms\":%.4f,\"p999Ms\":%.4f,\"maxMs\":%.4f}", name, (long long)times->count,
         quantile_ms(times, 0.5), quantile_ms(times, 0.99), quantile_ms(times, 0.999), quantile_ms(times, 1));
}

void print_result(struct usage since, int64_t records, int64_t bytes, struct times *latency, struct times *lateness) {
  struct usage now = usage_now();
  double elapsed = (double)(now.at_ns - since.at_ns) / (double)NS_PER_SECOND;
  printf("{\"records\":%lld,\"bytes\":%lld,\"seconds\":%.6f,\"recordsPerSecond\":%.1f,\"megabytesPerSecond\":%.4f,\"batches\":0", (long long)records,
         (long long)bytes, elapsed, (double)records / elapsed, (double)bytes / 1e6 / elapsed);
  print_times("latency", latency);
  print_times("lateness", lateness);
  printf(",\"cost\":{\"userSeconds\":%.6f,\"systemSeconds\":%.6f}}\n", now.user_seconds - since.user_seconds, now.system_seconds - since.system_seconds);
}
