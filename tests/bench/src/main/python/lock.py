"""The peer of the shared lock: multiprocessing.Lock, and a counter that it guards.

Each process is on a CPU of its own. Answers each line of its input with one line:
  alone NANOS          locks and unlocks for so long; nanoseconds for one pair
  contend START NANOS  two processes from START of the monotonic clock on: pairs of one, the longest
                       time without one, pairs of the other, the longest time without one
  count                what the counter shows
"""

import multiprocessing
import os
import sys
import time

LOOKS = 32


def alone(lock, nanos):
    start = time.thread_time_ns()
    pairs = 0
    while (spent := time.thread_time_ns() - start) < nanos:
        for _ in range(1000):
            with lock:
                pass
        pairs += 1000
    return spent / pairs


def pin(cpu):
    if os.cpu_count() > 1:
        os.sched_setaffinity(0, {cpu})


def contend(cpu, lock, counter, result, start, nanos):
    pin(cpu)
    while time.monotonic_ns() < start:
        pass
    last, longest, pairs = start, 0, 0
    while last - start < nanos:
        for _ in range(LOOKS):
            with lock:
                counter[0] += 1
        pairs += LOOKS
        now = time.monotonic_ns()
        longest = max(longest, now - last)
        last = now
    result[0], result[1] = pairs, longest


def main():
    pin(0)
    context = multiprocessing.get_context("fork")
    lock = context.Lock()
    counter = context.RawArray("q", 1)
    print("ready", flush=True)
    for line in sys.stdin:
        words = line.split()
        if words[0] == "alone":
            print(alone(lock, int(words[1])), flush=True)
            continue
        if words[0] == "count":
            print(counter[0], flush=True)
            continue
        results = [context.RawArray("q", 2) for _ in range(2)]
        sides = [
            context.Process(
                target=contend, args=(cpu, lock, counter, result, int(words[1]), int(words[2]))
            )
            for cpu, result in enumerate(results)
        ]
        for side in sides:
            side.start()
        for side in sides:
            side.join()
        print(*results[0], *results[1], flush=True)


if __name__ == "__main__":
    main()
