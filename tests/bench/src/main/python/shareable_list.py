"""The peer of ShareableList: Python's own, with ten numbers.

Answers each line of its input with one line, nanoseconds of CPU time for one of them:
  get NANOS  reads numbers for so long
  set NANOS  sets numbers for so long
"""

import sys
import time
import timeit
from multiprocessing import shared_memory

BATCH = 1000


def measure(statement, numbers, nanos):
    timer = timeit.Timer(statement, globals={'numbers': numbers}, timer=time.thread_time)
    spent, count = 0.0, 0
    while spent * 1e9 < nanos:
        spent += timer.timeit(BATCH)
        count += BATCH
    return spent * 1e9 / count


def main():
    numbers = shared_memory.ShareableList(list(range(10)))
    numbers.shm.unlink()
    print('ready', flush=True)
    for line in sys.stdin:
        what, nanos = line.split()
        statement = 'numbers[3]' if what == 'get' else 'numbers[3] = 7'
        print(measure(statement, numbers, int(nanos)), flush=True)


main()
