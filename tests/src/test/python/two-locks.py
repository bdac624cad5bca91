"""A value is guarded by its own lock, or by another."""
import sys
import time
from multiprocessing import Lock, Process, Value


def count_under(lock, value, steps):
    for _ in range(steps):
        with lock:
            value.value += 1


def count(how, lock, value, steps):
    value.value = 0
    start = time.time()
    p1 = Process(target=count_under, args=(lock, value, steps))
    p2 = Process(target=count_under, args=(lock, value, steps))
    p1.start()
    p2.start()
    p1.join()
    p2.join()
    print(f"{how}:")
    print(f"Final value in shared memory: {value.value} --- {time.time() - start:.5f} sec")


if __name__ == "__main__":
    value = Value("i", 0)
    count("The value's own lock", value.get_lock(), value, int(sys.argv[1]))
    count("A separate lock", Lock(), value, int(sys.argv[1]))
