/* The peer of blocking hand-over: two processes that wait for each other, by process-shared
 * pthread mutexes, by a mutex and conditions, by semaphores, or by flags on futexes.
 *
 * handover FILE [make]         answers each line of its input with one line:
 *   lock SIDE ROUNDS PAUSE       goes round three mutexes behind the other side
 *   condition SIDE ROUNDS PAUSE  signals when it is its turn, and waits for the other's signal
 *   semaphore SIDE ROUNDS PAUSE  posts the other's semaphore and waits for its own
 *   event SIDE ROUNDS PAUSE      sets the other's flag, waits for its own and clears it
 * Each side works for PAUSE nanoseconds before it hands over, so that the other one falls asleep.
 * The answer of side 0 is the median time of a round trip in nanoseconds, without both pauses.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <inttypes.h>
#include <linux/futex.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { LINES = 128, MUTEXES = 3, SPARE = 3, SET = 1, SLEEPS = 2 };

struct shared {
  struct {
    _Alignas(LINES) pthread_mutex_t mutex;
  } ring[MUTEXES + 1];
  _Alignas(LINES) pthread_cond_t turned[2];
  struct {
    _Alignas(LINES) sem_t permits;
  } semaphore[2];
  struct {
    _Alignas(LINES) uint32_t word; /* 0, SET, or SLEEPS if somebody sleeps until it is set */
  } event[2];
  _Alignas(LINES) volatile int64_t turn;
  _Alignas(LINES) volatile int64_t ready[2];
};

static int64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

static int64_t pause_time;

static void work(void) {
  int64_t end = now() + pause_time;
  while (pause_time != 0 && now() < end) {
  }
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
    pthread_mutexattr_t mutex;
    pthread_mutexattr_init(&mutex);
    pthread_mutexattr_setpshared(&mutex, PTHREAD_PROCESS_SHARED);
    for (int i = 0; i <= MUTEXES; i++) pthread_mutex_init(&shared->ring[i].mutex, &mutex);
    pthread_condattr_t condition;
    pthread_condattr_init(&condition);
    pthread_condattr_setpshared(&condition, PTHREAD_PROCESS_SHARED);
    for (int i = 0; i < 2; i++) pthread_cond_init(&shared->turned[i], &condition);
    for (int i = 0; i < 2; i++) sem_init(&shared->semaphore[i].permits, 1, 0);
  }
  return shared;
}

static int compare(const void *a, const void *b) {
  int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
  return (x > y) - (x < y);
}

static int64_t median(int64_t *times, int64_t count) {
  qsort(times, count, sizeof *times, compare);
  return times[count / 2];
}

/* Both hold their first mutex before either goes on. */
static void meet(struct shared *shared, int side, int64_t rounds) {
  __atomic_store_n(&shared->ready[side], rounds, __ATOMIC_SEQ_CST);
  while (__atomic_load_n(&shared->ready[!side], __ATOMIC_SEQ_CST) != rounds) usleep(100);
}

static void locks(struct shared *shared, int side, int64_t rounds, int64_t *times) {
  int held = side;
  pthread_mutex_lock(&shared->ring[held].mutex);
  meet(shared, side, rounds);
  for (int64_t i = 0; i < rounds; i++) {
    int64_t start = now();
    int next = (held + 1) % MUTEXES;
    pthread_mutex_lock(&shared->ring[next].mutex);
    work();
    pthread_mutex_unlock(&shared->ring[held].mutex);
    held = next;
    times[i] = now() - start;
  }
  pthread_mutex_unlock(&shared->ring[held].mutex);
}

static void conditions(struct shared *shared, int side, int64_t rounds, int64_t *times) {
  meet(shared, side, rounds);
  pthread_mutex_lock(&shared->ring[SPARE].mutex);
  for (int64_t i = 0; i < rounds; i++) {
    int64_t start = now();
    while (shared->turn != side) {
      pthread_cond_wait(&shared->turned[side], &shared->ring[SPARE].mutex);
    }
    work();
    shared->turn = !side;
    pthread_cond_signal(&shared->turned[!side]);
    times[i] = now() - start;
  }
  pthread_mutex_unlock(&shared->ring[SPARE].mutex);
}

static void semaphores(struct shared *shared, int side, int64_t rounds, int64_t *times) {
  meet(shared, side, rounds);
  for (int64_t i = 0; i < rounds; i++) {
    int64_t start = now();
    if (side == 0) work(), sem_post(&shared->semaphore[1].permits);
    while (sem_wait(&shared->semaphore[side].permits) != 0) {
    }
    if (side == 1) work(), sem_post(&shared->semaphore[0].permits);
    times[i] = now() - start;
  }
}

static void set(uint32_t *word) {
  if (__atomic_exchange_n(word, SET, __ATOMIC_SEQ_CST) == SLEEPS) {
    syscall(SYS_futex, word, FUTEX_WAKE, INT32_MAX, NULL, NULL, 0);
  }
}

static void await(uint32_t *word) {
  while (__atomic_load_n(word, __ATOMIC_ACQUIRE) != SET) {
    uint32_t clear = 0;
    if (__atomic_compare_exchange_n(word, &clear, SLEEPS, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST) ||
        clear == SLEEPS) {
      syscall(SYS_futex, word, FUTEX_WAIT, SLEEPS, NULL, NULL, 0);
    }
  }
}

static void events(struct shared *shared, int side, int64_t rounds, int64_t *times) {
  meet(shared, side, rounds);
  for (int64_t i = 0; i < rounds; i++) {
    int64_t start = now();
    if (side == 0) work(), set(&shared->event[1].word);
    await(&shared->event[side].word);
    __atomic_store_n(&shared->event[side].word, 0, __ATOMIC_SEQ_CST);
    if (side == 1) work(), set(&shared->event[0].word);
    times[i] = now() - start;
  }
}

static const struct {
  const char *way;
  void (*take_turns)(struct shared *, int, int64_t, int64_t *);
} WAYS[] = {
    {"lock", locks}, {"condition", conditions}, {"semaphore", semaphores}, {"event", events}};

int main(int count, char **arguments) {
  if (count < 2) return 2;
  struct shared *shared = map(arguments[1], count > 2);
  char line[256], way[16];
  int side;
  int64_t rounds;
  setvbuf(stdout, NULL, _IOLBF, 0);
  puts("ready");
  while (fgets(line, sizeof line, stdin)) {
    if (sscanf(line, "%15s %d %" SCNd64 " %" SCNd64, way, &side, &rounds, &pause_time) != 4) {
      return 2;
    }
    int64_t *times = calloc(rounds, sizeof *times);
    for (unsigned i = 0; i < sizeof WAYS / sizeof *WAYS; i++) {
      if (strcmp(way, WAYS[i].way) == 0) WAYS[i].take_turns(shared, side, rounds, times);
    }
    printf("%" PRId64 "\n", median(times, rounds) - 2 * pause_time);
    free(times);
  }
  return 0;
}
