/* The peer of the word lock: a process-shared pthread mutex, and a counter that it guards.
 *
 * mutex FILE [make]    answers each line of its input with one line:
 *   alone NANOS          locks and unlocks for that much CPU time; nanoseconds for one pair
 *   contend START NANOS  from START of CLOCK_MONOTONIC on: pairs, and the longest time without one
 *   count                what the counter shows
 */
#include <fcntl.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

enum { LINES = 128, BATCH = 1000, LOOKS = 32, WAKE_UP_NANOS = 1000000 };

struct shared {
  _Alignas(LINES) pthread_mutex_t mutex;
  _Alignas(LINES) volatile int64_t counter;
};

static int64_t now(clockid_t clock) {
  struct timespec time;
  clock_gettime(clock, &time);
  return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static struct shared *map(const char *file, int make) {
  int fd = open(file, O_RDWR | (make ? O_CREAT : 0), 0600);
  if (fd < 0 || (make && ftruncate(fd, sizeof(struct shared)) != 0)) fail(file);
  struct shared *shared =
      mmap(NULL, sizeof(struct shared), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (shared == MAP_FAILED) fail("mmap");
  if (make) {
    pthread_mutexattr_t attributes;
    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
    pthread_mutex_init(&shared->mutex, &attributes);
  }
  return shared;
}

static void alone(struct shared *shared, int64_t nanos) {
  int64_t start = now(CLOCK_THREAD_CPUTIME_ID), spent, pairs = 0;
  do {
    for (int i = 0; i < BATCH; i++) {
      pthread_mutex_lock(&shared->mutex);
      pthread_mutex_unlock(&shared->mutex);
    }
    pairs += BATCH;
  } while ((spent = now(CLOCK_THREAD_CPUTIME_ID) - start) < nanos);
  printf("%.3f\n", (double)spent / (double)pairs);
}

static void contend(struct shared *shared, int64_t start, int64_t nanos) {
  int64_t last = start, longest = 0, pairs = 0, time;
  int64_t left = start - now(CLOCK_MONOTONIC) - WAKE_UP_NANOS;
  if (left > 0) nanosleep(&(struct timespec){.tv_nsec = left}, NULL);
  while (now(CLOCK_MONOTONIC) < start) {
  }
  do {
    for (int i = 0; i < LOOKS; i++) {
      pthread_mutex_lock(&shared->mutex);
      shared->counter++;
      pthread_mutex_unlock(&shared->mutex);
    }
    pairs += LOOKS;
    time = now(CLOCK_MONOTONIC);
    longest = time - last > longest ? time - last : longest;
    last = time;
  } while (time - start < nanos);
  printf("%" PRId64 " %" PRId64 "\n", pairs, longest);
}

int main(int count, char **arguments) {
  if (count < 2) return 2;
  struct shared *shared = map(arguments[1], count > 2);
  char line[256];
  int64_t first, second;
  setvbuf(stdout, NULL, _IOLBF, 0);
  puts("ready");
  while (fgets(line, sizeof line, stdin)) {
    if (sscanf(line, "alone %" SCNd64, &first) == 1) {
      alone(shared, first);
    } else if (sscanf(line, "contend %" SCNd64 " %" SCNd64, &first, &second) == 2) {
      contend(shared, first, second);
    } else if (strncmp(line, "count", 5) == 0) {
      printf("%" PRId64 "\n", shared->counter);
    } else {
      return 2;
    }
  }
  return 0;
}
