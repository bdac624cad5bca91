/* The peer of a ring whose sides sleep: two one-to-one rings in C, there and back, whose readers
 * sleep on a futex as soon as there is nothing to read.
 *
 * futex_ring FILE left|right   answers each line of its input with one line:
 *   ping BYTES NANOS GAP   (left) round trips for so long, with so many nanoseconds of sleep
 *                          between two; then the end. How many, and p50, p99, p99.9 in nanoseconds
 *   echo                   (right) sends back until the end; how often it slept
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <inttypes.h>
#include <linux/futex.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { CAPACITY = 1 << 20, LINES = 128, HEADER = 8, LONGEST = 1024, SAMPLES = 1 << 20 };

struct ring {
  _Alignas(LINES) _Atomic uint64_t tail; /* written by the sender */
  _Alignas(LINES) _Atomic uint64_t head; /* written by the reader */
  _Alignas(LINES) _Atomic uint32_t asleep; /* 1 from before the reader's last look until the wake */
  _Alignas(LINES) unsigned char records[CAPACITY];
};

struct shared {
  struct ring there, back;
};

static int64_t samples[SAMPLES];

static int64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static struct shared *map(const char *file) {
  int fd = open(file, O_RDWR | O_CREAT, 0600);
  if (fd < 0 || ftruncate(fd, sizeof(struct shared)) != 0) fail(file);
  struct shared *shared =
      mmap(NULL, sizeof(struct shared), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (shared == MAP_FAILED) fail("mmap");
  return shared;
}

/* A record never wraps: the rest of the ring is skipped with a header of the length LONGEST + 1. */
static uint64_t padding(uint64_t position, uint64_t size) {
  uint64_t left = CAPACITY - (position & (CAPACITY - 1));
  return left < size ? left : 0;
}

static uint64_t size_of(uint32_t length) {
  return HEADER + (((uint64_t)length + 7) & ~UINT64_C(7));
}

static void put(struct ring *ring, const void *message, uint32_t length) {
  uint64_t tail = atomic_load_explicit(&ring->tail, memory_order_relaxed);
  uint64_t skipped = padding(tail, size_of(length));
  uint64_t end = tail + skipped + size_of(length);
  while (end - atomic_load_explicit(&ring->head, memory_order_acquire) > CAPACITY) {
  }
  if (skipped) {
    uint32_t skip = LONGEST + 1;
    memcpy(ring->records + (tail & (CAPACITY - 1)), &skip, sizeof skip);
    tail += skipped;
  }
  unsigned char *record = ring->records + (tail & (CAPACITY - 1));
  memcpy(record, &length, sizeof length);
  memcpy(record + HEADER, message, length);
  atomic_store_explicit(&ring->tail, end, memory_order_release);
  atomic_thread_fence(memory_order_seq_cst); /* pairs with the one in take */
  if (atomic_load_explicit(&ring->asleep, memory_order_relaxed)) {
    atomic_store_explicit(&ring->asleep, 0, memory_order_relaxed);
    syscall(SYS_futex, &ring->asleep, FUTEX_WAKE, 1, NULL, NULL, 0);
  }
}

static void await(struct ring *ring, uint64_t head) {
  while (atomic_load_explicit(&ring->tail, memory_order_acquire) == head) {
    atomic_store_explicit(&ring->asleep, 1, memory_order_relaxed);
    atomic_thread_fence(memory_order_seq_cst); /* pairs with the one in put */
    if (atomic_load_explicit(&ring->tail, memory_order_acquire) == head) {
      syscall(SYS_futex, &ring->asleep, FUTEX_WAIT, 1, NULL, NULL, 0);
    }
    atomic_store_explicit(&ring->asleep, 0, memory_order_relaxed);
  }
}

static uint32_t take(struct ring *ring, void *message) {
  uint64_t head = atomic_load_explicit(&ring->head, memory_order_relaxed);
  uint32_t length;
  await(ring, head);
  memcpy(&length, ring->records + (head & (CAPACITY - 1)), sizeof length);
  if (length > LONGEST) {
    head += CAPACITY - (head & (CAPACITY - 1));
    memcpy(&length, ring->records, sizeof length);
  }
  memcpy(message, ring->records + (head & (CAPACITY - 1)) + HEADER, length);
  atomic_store_explicit(&ring->head, head + size_of(length), memory_order_release);
  return length;
}

static int ascending(const void *a, const void *b) {
  int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
  return (x > y) - (x < y);
}

static int64_t percentile(int64_t count, double part) {
  return count ? samples[(int64_t)(part * (double)(count - 1))] : 0;
}

static void ping(struct shared *shared, uint32_t bytes, int64_t nanos, int64_t gap) {
  unsigned char message[LONGEST] = {0}, reply[LONGEST];
  struct timespec pause = {.tv_sec = gap / 1000000000, .tv_nsec = gap % 1000000000};
  int64_t start = now(), count = 0;
  while (count < SAMPLES && now() - start < nanos) {
    if (gap) nanosleep(&pause, NULL);
    message[0] = message[bytes - 1] = (unsigned char)count;
    int64_t sent = now();
    put(&shared->there, message, bytes);
    if (take(&shared->back, reply) != bytes || reply[bytes - 1] != (unsigned char)count) {
      fputs("a message came back torn\n", stderr);
      exit(1);
    }
    samples[count++] = now() - sent;
  }
  put(&shared->there, "", 1);
  qsort(samples, (size_t)count, sizeof samples[0], ascending);
  printf("%" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 "\n", count, percentile(count, 0.5),
         percentile(count, 0.99), percentile(count, 0.999));
}

static int64_t sleeps(void) {
  struct rusage usage;
  getrusage(RUSAGE_THREAD, &usage);
  return usage.ru_nvcsw;
}

static void echo(struct shared *shared) {
  unsigned char message[LONGEST];
  int64_t before = sleeps();
  uint32_t length;
  while ((length = take(&shared->there, message)) > 1) put(&shared->back, message, length);
  printf("%" PRId64 "\n", sleeps() - before);
}

int main(int count, char **arguments) {
  if (count < 3) return 2;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  struct shared *shared = map(arguments[1]);
  char line[256];
  uint32_t bytes;
  int64_t nanos, gap;
  setvbuf(stdout, NULL, _IOLBF, 0);
  puts("ready");
  while (fgets(line, sizeof line, stdin)) {
    if (sscanf(line, "ping %" SCNu32 " %" SCNd64 " %" SCNd64, &bytes, &nanos, &gap) == 3 &&
        bytes > 1 && bytes <= LONGEST) {
      ping(shared, bytes, nanos, gap);
    } else if (strncmp(line, "echo", 4) == 0) {
      echo(shared);
    } else {
      return 2;
    }
  }
  return 0;
}
