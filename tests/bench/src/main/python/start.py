"""The peer of a started JVM: multiprocessing.Process.

Answers each line of its input with the milliseconds of a start and a join:
  fork empty | fork lock | spawn empty | spawn lock
"""

import multiprocessing
import sys
import time


def empty(lock):
    pass


def locking(lock):
    with lock:
        pass


TASKS = {"empty": empty, "lock": locking}


def main():
    methods = {name: multiprocessing.get_context(name) for name in ("fork", "spawn")}
    locks = {name: method.Lock() for name, method in methods.items()}
    print("ready", flush=True)
    for line in sys.stdin:
        name, task = line.split()
        start = time.perf_counter()
        process = methods[name].Process(target=TASKS[task], args=(locks[name],))
        process.start()
        process.join()
        print((time.perf_counter() - start) * 1e3, flush=True)


if __name__ == "__main__":
    main()
