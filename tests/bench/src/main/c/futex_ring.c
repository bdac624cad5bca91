/* The peer of a ring whose sides sleep: two one-to-one rings in C, there and back, whose readers
 * sleep on a futex as soon as there is nothing to read.
 */
#define _GNU_SOURCE
enum { LONGEST = 1024 };
#include "side.h"

#include <fcntl.h>
#include <linux/futex.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { CAPACITY = 1 << 20, LINES = 128, HEADER = 8 };

struct ring {
  _Alignas(LINES) _Atomic uint64_t tail; /* written by the sender */
  _Alignas(LINES) _Atomic uint64_t head; /* written by the reader */
  _Alignas(LINES) _Atomic uint32_t asleep; /* 1 from before the reader's last look until the wake */
  _Alignas(LINES) unsigned char records[CAPACITY];
};

static struct ring *out, *in;

static void open_ways(const char *file, int left) {
  int fd = open(file, O_RDWR | O_CREAT, 0600);
  if (fd < 0 || ftruncate(fd, 2 * sizeof(struct ring)) != 0) fail(file);
  struct ring *rings =
      mmap(NULL, 2 * sizeof(struct ring), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (rings == MAP_FAILED) fail("mmap");
  out = &rings[left ? 0 : 1];
  in = &rings[left ? 1 : 0];
}

/* A record never wraps: the rest of the ring is skipped with a header of the length LONGEST + 1. */
static uint64_t padding(uint64_t position, uint64_t size) {
  uint64_t left = CAPACITY - (position & (CAPACITY - 1));
  return left < size ? left : 0;
}

static uint64_t size_of(uint32_t length) {
  return HEADER + (((uint64_t)length + 7) & ~UINT64_C(7));
}

static void put(const void *message, uint32_t length) {
  uint64_t tail = atomic_load_explicit(&out->tail, memory_order_relaxed);
  uint64_t skipped = padding(tail, size_of(length));
  uint64_t end = tail + skipped + size_of(length);
  while (end - atomic_load_explicit(&out->head, memory_order_acquire) > CAPACITY) {
  }
  if (skipped) {
    uint32_t skip = LONGEST + 1;
    memcpy(out->records + (tail & (CAPACITY - 1)), &skip, sizeof skip);
    tail += skipped;
  }
  unsigned char *record = out->records + (tail & (CAPACITY - 1));
  memcpy(record, &length, sizeof length);
  memcpy(record + HEADER, message, length);
  atomic_store_explicit(&out->tail, end, memory_order_release);
  atomic_thread_fence(memory_order_seq_cst); /* pairs with the one in await */
  if (atomic_load_explicit(&out->asleep, memory_order_relaxed)) {
    atomic_store_explicit(&out->asleep, 0, memory_order_relaxed);
    syscall(SYS_futex, &out->asleep, FUTEX_WAKE, 1, NULL, NULL, 0);
  }
}

static void await(uint64_t head) {
  while (atomic_load_explicit(&in->tail, memory_order_acquire) == head) {
    atomic_store_explicit(&in->asleep, 1, memory_order_relaxed);
    atomic_thread_fence(memory_order_seq_cst); /* pairs with the one in put */
    if (atomic_load_explicit(&in->tail, memory_order_acquire) == head) {
      syscall(SYS_futex, &in->asleep, FUTEX_WAIT, 1, NULL, NULL, 0);
    }
    atomic_store_explicit(&in->asleep, 0, memory_order_relaxed);
  }
}

static uint32_t take(void *message) {
  uint64_t head = atomic_load_explicit(&in->head, memory_order_relaxed);
  uint32_t length;
  await(head);
  memcpy(&length, in->records + (head & (CAPACITY - 1)), sizeof length);
  if (length > LONGEST) {
    head += CAPACITY - (head & (CAPACITY - 1));
    memcpy(&length, in->records, sizeof length);
  }
  memcpy(message, in->records + (head & (CAPACITY - 1)) + HEADER, length);
  atomic_store_explicit(&in->head, head + size_of(length), memory_order_release);
  return length;
}
