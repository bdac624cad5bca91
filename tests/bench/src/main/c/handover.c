/* The peer of blocking hand-over: two processes that wait for each other, by process-shared
 * pthread mutexes or by a mutex and conditions.
 *
 * handover FILE [make]   answers each line of its input with one line:
 *   lock SIDE ROUNDS       goes round three mutexes behind the other side
 *   condition SIDE ROUNDS  signals when it is its turn, and waits for the other's signal
 * The answer of side 0 is the median time of a round trip in nanoseconds.
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

enum { LINES = 128, MUTEXES = 3, SPARE = 3 };

struct shared {
  struct {
    _Alignas(LINES) pthread_mutex_t mutex;
  } ring[MUTEXES + 1];
  _Alignas(LINES) pthread_cond_t turned[2];
  _Alignas(LINES) volatile int64_t turn;
  _Alignas(LINES) volatile int64_t ready[2];
};

static int64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
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
    pthread_mutexattr_t mutex;
    pthread_mutexattr_init(&mutex);
    pthread_mutexattr_setpshared(&mutex, PTHREAD_PROCESS_SHARED);
    for (int i = 0; i <= MUTEXES; i++) pthread_mutex_init(&shared->ring[i].mutex, &mutex);
    pthread_condattr_t condition;
    pthread_condattr_init(&condition);
    pthread_condattr_setpshared(&condition, PTHREAD_PROCESS_SHARED);
    for (int i = 0; i < 2; i++) pthread_cond_init(&shared->turned[i], &condition);
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
    shared->turn = !side;
    pthread_cond_signal(&shared->turned[!side]);
    times[i] = now() - start;
  }
  pthread_mutex_unlock(&shared->ring[SPARE].mutex);
}

int main(int count, char **arguments) {
  if (count < 2) return 2;
  struct shared *shared = map(arguments[1], count > 2);
  char line[256];
  int side;
  int64_t rounds;
  setvbuf(stdout, NULL, _IOLBF, 0);
  puts("ready");
  while (fgets(line, sizeof line, stdin)) {
    int by_lock = sscanf(line, "lock %d %" SCNd64, &side, &rounds) == 2;
    if (!by_lock && sscanf(line, "condition %d %" SCNd64, &side, &rounds) != 2) return 2;
    int64_t *times = calloc(rounds, sizeof *times);
    (by_lock ? locks : conditions)(shared, side, rounds, times);
    printf("%" PRId64 "\n", median(times, rounds));
    free(times);
  }
  return 0;
}
