/* Work for one CPU: so many steps of a generator of numbers. Prints how many nanoseconds it took.

   compute STEPS */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static int64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

int main(int count, char **arguments) {
  int64_t steps = count > 1 ? atoll(arguments[1]) : 0;
  int64_t start = now();
  uint64_t x = 1;
  for (int64_t i = 0; i < steps; i++) {
    x ^= x << 13;
    x ^= x >> 7;
    x ^= x << 17;
  }
  int64_t nanos = now() - start;
  printf("%lld %llu\n", (long long)nanos, (unsigned long long)x);
  return 0;
}
