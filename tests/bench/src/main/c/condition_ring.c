/* The peer of a queue: two rings in C, there and back, of short messages in slots, each with a
 * process-shared mutex and a condition variable for either side to wait on.
 */
#define _GNU_SOURCE
enum { LONGEST = 60 };
#include "side.h"

#include <fcntl.h>
#include <pthread.h>
#include <sys/mman.h>
#include <unistd.h>

enum { SLOTS = 1 << 14 };

struct slot {
  uint32_t length;
  unsigned char bytes[LONGEST];
};

struct ring {
  pthread_mutex_t lock;
  pthread_cond_t not_empty, not_full;
  uint64_t tail, head; /* guarded by the lock, as the slots */
  struct slot slots[SLOTS];
};

static struct ring *out, *in;

static void make(struct ring *ring) {
  pthread_mutexattr_t of_lock;
  pthread_condattr_t of_condition;
  pthread_mutexattr_init(&of_lock);
  pthread_condattr_init(&of_condition);
  pthread_mutexattr_setpshared(&of_lock, PTHREAD_PROCESS_SHARED);
  pthread_condattr_setpshared(&of_condition, PTHREAD_PROCESS_SHARED);
  pthread_mutex_init(&ring->lock, &of_lock);
  pthread_cond_init(&ring->not_empty, &of_condition);
  pthread_cond_init(&ring->not_full, &of_condition);
}

static void open_ways(const char *file, int left) {
  int fd = open(file, O_RDWR | O_CREAT, 0600);
  if (fd < 0 || ftruncate(fd, 2 * sizeof(struct ring)) != 0) fail(file);
  struct ring *rings =
      mmap(NULL, 2 * sizeof(struct ring), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (rings == MAP_FAILED) fail("mmap");
  if (left) {
    make(&rings[0]);
    make(&rings[1]);
  }
  out = &rings[left ? 0 : 1];
  in = &rings[left ? 1 : 0];
}

static void put(const void *message, uint32_t length) {
  pthread_mutex_lock(&out->lock);
  while (out->tail - out->head == SLOTS) pthread_cond_wait(&out->not_full, &out->lock);
  struct slot *slot = &out->slots[out->tail++ % SLOTS];
  slot->length = length;
  memcpy(slot->bytes, message, length);
  pthread_mutex_unlock(&out->lock);
  pthread_cond_signal(&out->not_empty);
}

static uint32_t take(void *message) {
  pthread_mutex_lock(&in->lock);
  while (in->tail == in->head) pthread_cond_wait(&in->not_empty, &in->lock);
  struct slot *slot = &in->slots[in->head++ % SLOTS];
  uint32_t length = slot->length;
  memcpy(message, slot->bytes, length);
  pthread_mutex_unlock(&in->lock);
  pthread_cond_signal(&in->not_full);
  return length;
}
