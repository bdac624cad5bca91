/* The peer of a queue: two of Boost.Interprocess's message queues, there and back. */
enum { LONGEST = 64 };
#include "side.h"

#include <boost/interprocess/ipc/message_queue.hpp>
#include <memory>
#include <string>

using namespace boost::interprocess;

enum { MESSAGES = 1 << 14 };

static std::unique_ptr<message_queue> out, in;

static std::string name_of(const char *file, const char *way) {
  std::string name = std::string(file) + "-" + way;
  for (char &each : name) each = each == '/' ? '-' : each;
  return name;
}

/* Nothing is left of the names as soon as both sides have the queues. */
static void open_ways(const char *file, int left) {
  std::string there = name_of(file, "there"), back = name_of(file, "back");
  if (left) {
    out.reset(new message_queue(create_only, there.c_str(), MESSAGES, LONGEST));
    in.reset(new message_queue(create_only, back.c_str(), MESSAGES, LONGEST));
  } else {
    in.reset(new message_queue(open_only, there.c_str()));
    out.reset(new message_queue(open_only, back.c_str()));
    message_queue::remove(there.c_str());
    message_queue::remove(back.c_str());
  }
}

static void put(const void *message, uint32_t length) {
  out->send(message, length, 0);
}

static uint32_t take(void *message) {
  message_queue::size_type length;
  unsigned int priority;
  in->receive(message, LONGEST, length, priority);
  return static_cast<uint32_t>(length);
}
