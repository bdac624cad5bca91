"""The peers of our pool: multiprocessing.Pool and ProcessPoolExecutor, of two workers.

process_pool.py pool|executor   answers each line of its input with one line:
  call NANOS            tiny tasks one after the other, for so long; their p50 and p99 in ns
  submit NANOS          tiny tasks, 1000 of them under way, for so long; how many a second
  map COUNT CHUNK       a tiny function of so many numbers, in chunks, 0 for the usual ones; how
                        many a second
  bytes NANOS           tasks with 64 KiB each way, two under way, for so long; how many a second
"""

import collections
import concurrent.futures
import ctypes
import multiprocessing
import os
import signal
import sys
import time

WORKERS = 2
UNDER_WAY = 1000
BYTES = 1 << 16


PR_SET_PDEATHSIG = 1


def end_with_the_pool():
    # Else they wait for ever once their parent is killed.
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def add_one(number):
    return number + 1


def same(data):
    return data


class Pool:
    def __init__(self):
        self.pool = multiprocessing.get_context("fork").Pool(WORKERS, end_with_the_pool)

    def submit(self, function, argument):
        return self.pool.apply_async(function, (argument,))

    def result(self, future):
        return future.get()

    def map(self, items, chunk):
        return self.pool.map(add_one, items, chunk or None)


class Executor:
    def __init__(self):
        context = multiprocessing.get_context("fork")
        self.pool = concurrent.futures.ProcessPoolExecutor(
            WORKERS, mp_context=context, initializer=end_with_the_pool
        )

    def submit(self, function, argument):
        return self.pool.submit(function, argument)

    def result(self, future):
        return future.result()

    def map(self, items, chunk):
        return list(self.pool.map(add_one, items, chunksize=chunk or 1))


def call(pool, nanos):
    times, end = [], time.monotonic_ns() + nanos
    while (before := time.monotonic_ns()) < end:
        assert pool.result(pool.submit(add_one, 1)) == 2
        times.append(time.monotonic_ns() - before)
    times.sort()
    return f"{times[len(times) // 2]} {times[len(times) * 99 // 100]}"


def flow(pool, nanos, function, arguments, under_way):
    futures, count, start = collections.deque(), 0, time.monotonic_ns()
    while time.monotonic_ns() - start < nanos:
        futures.append(pool.submit(function, arguments[count % len(arguments)]))
        count += 1
        if len(futures) == under_way:
            pool.result(futures.popleft())
    for future in futures:
        pool.result(future)
    return count * 1e9 / (time.monotonic_ns() - start)


def map_all(pool, count, chunk):
    items = list(range(count))
    start = time.monotonic_ns()
    results = pool.map(items, chunk)
    rate = count * 1e9 / (time.monotonic_ns() - start)
    assert results[-1] == count
    return rate


def answer(pool, what, *numbers):
    if what == "call":
        return call(pool, *numbers)
    if what == "submit":
        return flow(pool, *numbers, add_one, range(1 << 10), UNDER_WAY)
    if what == "map":
        return map_all(pool, *numbers)
    if what == "bytes":
        return flow(pool, *numbers, same, [os.urandom(BYTES) for _ in range(16)], WORKERS)
    sys.exit(f"There is no question {what}")


def main():
    pool = Pool() if sys.argv[1] == "pool" else Executor()
    print("ready", flush=True)
    for line in sys.stdin:
        what, *numbers = line.split()
        print(answer(pool, what, *map(int, numbers)), flush=True)


if __name__ == "__main__":
    main()
