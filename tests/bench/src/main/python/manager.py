"""The peer of our manager: a list and a dict of multiprocessing.Manager.

Answers each line of its input with one line:
  append NANOS          appends to the list, one after the other, for so long; their p50 and p99 in ns
  get NANOS             likewise gets from the dict
  clients COUNT NANOS   so many processes that all get, for so long; how many a second
"""

import multiprocessing
import sys
import time

KEYS = 100


def timed(nanos, work):
    times, end, count = [], time.monotonic_ns() + nanos, 0
    before = time.monotonic_ns()
    while before < end:
        work(count)
        after = time.monotonic_ns()
        times.append(after - before)
        before = after
        count += 1
    times.sort()
    return f"{times[len(times) // 2]} {times[len(times) * 99 // 100]}"


def get_all(table, ready, stop, count):
    table[0]
    ready.wait()
    number = 0
    while not stop.value:
        table[number % KEYS]
        number += 1
    count.value = number


def clients(context, table, many, nanos):
    ready, stop = context.Barrier(many + 1), context.Value("b", 0, lock=False)
    counts = [context.Value("q", 0, lock=False) for _ in range(many)]
    arguments = [(table, ready, stop, count) for count in counts]
    processes = [context.Process(target=get_all, args=each) for each in arguments]
    for process in processes:
        process.start()
    ready.wait()
    start = time.monotonic_ns()
    time.sleep(nanos / 1e9)
    stop.value = 1
    for process in processes:
        process.join()
    return sum(count.value for count in counts) * 1e9 / (time.monotonic_ns() - start)


def main():
    context = multiprocessing.get_context("fork")
    with context.Manager() as manager:
        items, table = manager.list(), manager.dict({key: key for key in range(KEYS)})
        print("ready", flush=True)
        for line in sys.stdin:
            what, *numbers = line.split()
            numbers = [int(number) for number in numbers]
            if what == "append":
                items[:] = []
                result = timed(*numbers, items.append)
            elif what == "get":
                result = timed(*numbers, lambda number: table[number % KEYS])
            elif what == "clients":
                result = clients(context, table, *numbers)
            else:
                sys.exit(f"There is no question {what}")
            print(result, flush=True)


if __name__ == "__main__":
    main()
