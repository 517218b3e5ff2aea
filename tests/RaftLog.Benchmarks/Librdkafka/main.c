#include "load.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

_Noreturn void fail(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vfprintf(stderr, format, arguments);
  va_end(arguments);
  fputc('\n', stderr);
  exit(1);
}

static void set(rd_kafka_conf_t *conf, const char *key, const char *value) {
  char reason[512];
  if (rd_kafka_conf_set(conf, key, value, reason, sizeof reason) != RD_KAFKA_CONF_OK) {
    fail("%s=%s: %s", key, value, reason);
  }
}

rd_kafka_conf_t *new_conf(const struct options *options, const char *const *defaults) {
  rd_kafka_conf_t *conf = rd_kafka_conf_new();
  set(conf, "bootstrap.servers", options->bootstrap);
  set(conf, "client.id", "librdkafka-load");
  for (; *defaults; defaults += 2) {
    set(conf, defaults[0], defaults[1]);
  }
  for (int i = 0; i < options->setting_count; i++) {
    char key[256];
    const char *equals = strchr(options->settings[i], '=');
    if (!equals || (size_t)(equals - options->settings[i]) >= sizeof key) {
      fail("'%s' is not key=value.", options->settings[i]);
    }
    memcpy(key, options->settings[i], (size_t)(equals - options->settings[i]));
    key[equals - options->settings[i]] = '\0';
    set(conf, key, equals + 1);
  }
  return conf;
}

static double number(const char *name, const char *text) {
  char *end;
  double value = strtod(text, &end);
  if (end == text || *end != '\0' || value < 0) {
    fail("%s takes a number, not '%s'.", name, text);
  }
  return value;
}

static struct options parse(int argc, char **argv) {
  struct options options = {.bootstrap = "127.0.0.1:9092", .measured = {.records = 1000000}, .warm_up = {.records = 100000}, .size = 100};
  for (int i = 2; i < argc; i++) {
    const char *name = argv[i];
    if (strcmp(name, "--wait-for-start") == 0) {
      options.wait_for_start = true;
      continue;
    }
    if (i + 1 == argc) {
      fail("%s lacks its value.", name);
    }
    const char *value = argv[++i];
    if (strcmp(name, "--bootstrap") == 0) {
      options.bootstrap = value;
    } else if (strcmp(name, "--topic") == 0) {
      options.topic = value;
    } else if (strcmp(name, "--records") == 0) {
      options.measured.records = (int64_t)number(name, value);
    } else if (strcmp(name, "--warm-up") == 0) {
      options.warm_up.records = (int64_t)number(name, value);
    } else if (strcmp(name, "--seconds") == 0) {
      options.measured.seconds = number(name, value);
    } else if (strcmp(name, "--warm-up-seconds") == 0) {
      options.warm_up.seconds = number(name, value);
    } else if (strcmp(name, "--size") == 0) {
      options.size = (size_t)number(name, value);
    } else if (strcmp(name, "--rate") == 0) {
      options.rate = number(name, value);
    } else if (strcmp(name, "--set") == 0 && options.setting_count < MAX_SETTINGS) {
      options.settings[options.setting_count++] = value;
    } else {
      fail("%s is no option, or comes too often.", name);
    }
  }
  if (!options.topic || options.measured.records < 1) {
    fail("A --topic, and at least one of --records, must be given.");
  }
  return options;
}

int main(int argc, char **argv) {
  if (argc > 1 && strcmp(argv[1], "produce") == 0) {
    struct options options = parse(argc, argv);
    produce(&options);
  } else if (argc > 1 && strcmp(argv[1], "consume") == 0) {
    struct options options = parse(argc, argv);
    consume(&options);
  } else {
    fail("librdkafka-load produce|consume --bootstrap HOST:PORT --topic TOPIC [--records N | --seconds S] [--warm-up N | --warm-up-seconds S] [--size BYTES] [--rate PER_SECOND] "
         "[--set key=value] [--wait-for-start]");
  }
  return 0;
}
