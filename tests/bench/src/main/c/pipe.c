/* The peer of a queue: two of the kernel's pipes, there and back, of messages with their lengths in
 * front: one write for each, and reads of as many as there are.
 */
#define _GNU_SOURCE
enum { LONGEST = 60 };
#include "side.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static int out, in;

static int open_way(const char *file, const char *way) {
  char name[4096];
  snprintf(name, sizeof name, "%s-%s", file, way);
  mkfifo(name, 0600);           /* if it is not there */
  int end = open(name, O_RDWR); /* so that neither waits for the other here */
  if (end < 0) fail(name);
  return end;
}

static void open_ways(const char *file, int left) {
  out = open_way(file, left ? "there" : "back");
  in = open_way(file, left ? "back" : "there");
}

static void put(const void *message, uint32_t length) {
  unsigned char bytes[sizeof length + LONGEST];
  memcpy(bytes, &length, sizeof length);
  memcpy(bytes + sizeof length, message, length);
  ssize_t all = (ssize_t)(sizeof length + length);
  if (write(out, bytes, (size_t)all) != all) fail("write"); /* so short a message goes whole */
}

static unsigned char received[1 << 16];
static size_t first, end;

static void need(size_t bytes) {
  while (end - first < bytes) {
    memmove(received, received + first, end - first);
    end -= first;
    first = 0;
    ssize_t more = read(in, received + end, sizeof received - end);
    if (more <= 0) fail("read");
    end += (size_t)more;
  }
}

static uint32_t take(void *message) {
  uint32_t length;
  need(sizeof length);
  memcpy(&length, received + first, sizeof length);
  need(sizeof length + length);
  memcpy(message, received + first + sizeof length, length);
  first += sizeof length + length;
  return length;
}
