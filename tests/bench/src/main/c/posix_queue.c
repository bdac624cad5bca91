/* The peer of a queue: two of POSIX's message queues, there and back. */
#define _GNU_SOURCE
enum { LONGEST = 64 };
#include "side.h"

#include <fcntl.h>
#include <mqueue.h>

enum { MESSAGES = 10 }; /* what everybody may have */

static mqd_t out, in;

static mqd_t open_way(const char *file, const char *way, int left) {
  char name[256];
  snprintf(name, sizeof name, "%s-%s", file, way);
  for (char *each = name + 1; *each; each++) *each = *each == '/' ? '-' : *each;
  struct mq_attr attributes = {.mq_maxmsg = MESSAGES, .mq_msgsize = LONGEST};
  mqd_t queue = mq_open(name, O_RDWR | O_CREAT, 0600, &attributes);
  if (queue == (mqd_t)-1) fail(name);
  if (!left) mq_unlink(name); /* now both sides have it */
  return queue;
}

static void open_ways(const char *file, int left) {
  mqd_t there = open_way(file, "there", left), back = open_way(file, "back", left);
  out = left ? there : back;
  in = left ? back : there;
}

static void put(const void *message, uint32_t length) {
  if (mq_send(out, message, length, 0) != 0) fail("mq_send");
}

static uint32_t take(void *message) {
  ssize_t length = mq_receive(in, message, LONGEST, NULL);
  if (length < 0) fail("mq_receive");
  return (uint32_t)length;
}
