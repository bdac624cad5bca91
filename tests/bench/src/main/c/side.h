/* One of two processes that send each other messages. It answers each line of its input with one
 * line, as JvmSide does, and ends with its input.
 *
 * PROGRAM FILE left|right
 *   send BYTES NANOS 1     messages for so long, then the end; how many
 *   receive                until the end; how many, and in how many nanoseconds
 *   ping BYTES NANOS GAP   round trips for so long, with so many nanoseconds of sleep between two;
 *                          then the end. How many, and p50, p99, p99.9 in nanoseconds
 *   echo                   sends back until the end; how often it slept
 *
 * Whoever includes it first defines LONGEST, in bytes, and then the three functions.
 */
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <time.h>

enum { SAMPLES = 1 << 20, BATCH = 64, MARKS = 1 << 7 };

/* Opens the ways there and back. The left side is the first to do so. */
static void open_ways(const char *file, int left);

/* Copies a message into the way to the other side, waiting for room. */
static void put(const void *message, uint32_t length);

/* Copies a message out of the way from the other side, waiting for one; its length. */
static uint32_t take(void *message);

static int64_t samples[SAMPLES];

static int64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

static inline void fail(const char *what) {
  perror(what);
  exit(1);
}

static void mark(unsigned char *message, uint32_t bytes, int64_t count) {
  message[0] = message[bytes / 2] = message[bytes - 1] = (unsigned char)(count % MARKS);
}

static void check(const unsigned char *message, uint32_t bytes, int64_t count) {
  unsigned char expected = (unsigned char)(count % MARKS);
  if (message[0] != expected || message[bytes / 2] != expected || message[bytes - 1] != expected) {
    fprintf(stderr, "Message %" PRId64 " is torn\n", count);
    exit(1);
  }
}

static void send_for(uint32_t bytes, int64_t nanos) {
  unsigned char message[LONGEST] = {0};
  int64_t start = now(), count = 0;
  do {
    for (int i = 0; i < BATCH; i++) {
      mark(message, bytes, count++);
      put(message, bytes);
    }
  } while (now() - start < nanos);
  put("", 1);
  printf("%" PRId64 "\n", count);
}

static void receive(void) {
  unsigned char message[LONGEST];
  int64_t start = 0, count = 0;
  uint32_t length;
  while ((length = take(message)) > 1) {
    if (count == 0) start = now();
    check(message, length, count++);
  }
  printf("%" PRId64 " %" PRId64 "\n", count, now() - start);
}

static int ascending(const void *a, const void *b) {
  int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
  return (x > y) - (x < y);
}

static int64_t percentile(int64_t count, double part) {
  return count ? samples[(int64_t)(part * (double)(count - 1))] : 0;
}

static void ping(uint32_t bytes, int64_t nanos, int64_t gap) {
  unsigned char message[LONGEST] = {0}, reply[LONGEST];
  struct timespec pause = {(time_t)(gap / 1000000000), (long)(gap % 1000000000)};
  int64_t start = now(), count = 0;
  while (count < SAMPLES && now() - start < nanos) {
    if (gap) nanosleep(&pause, NULL);
    mark(message, bytes, count);
    int64_t sent = now();
    put(message, bytes);
    check(reply, take(reply), count);
    samples[count++] = now() - sent;
  }
  put("", 1);
  qsort(samples, (size_t)count, sizeof samples[0], ascending);
  printf("%" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 "\n", count, percentile(count, 0.5),
         percentile(count, 0.99), percentile(count, 0.999));
}

static int64_t sleeps(void) {
  struct rusage usage;
  getrusage(RUSAGE_THREAD, &usage);
  return usage.ru_nvcsw;
}

static void echo(void) {
  unsigned char message[LONGEST];
  int64_t before = sleeps();
  uint32_t length;
  while ((length = take(message)) > 1) put(message, length);
  printf("%" PRId64 "\n", sleeps() - before);
}

static int is_possible(uint32_t bytes) {
  return bytes > 1 && bytes <= LONGEST;
}

int main(int count, char **arguments) {
  if (count < 3) return 2;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  open_ways(arguments[1], strcmp(arguments[2], "left") == 0);
  char line[256];
  uint32_t bytes;
  int64_t nanos, gap;
  setvbuf(stdout, NULL, _IOLBF, 0);
  puts("ready");
  while (fgets(line, sizeof line, stdin)) {
    if (sscanf(line, "send %" SCNu32 " %" SCNd64 " 1", &bytes, &nanos) == 2 && is_possible(bytes)) {
      send_for(bytes, nanos);
    } else if (strncmp(line, "receive", 7) == 0) {
      receive();
    } else if (sscanf(line, "ping %" SCNu32 " %" SCNd64 " %" SCNd64, &bytes, &nanos, &gap) == 3 &&
               is_possible(bytes)) {
      ping(bytes, nanos, gap);
    } else if (strncmp(line, "echo", 4) == 0) {
      echo();
    } else {
      return 2;
    }
  }
  return 0;
}
