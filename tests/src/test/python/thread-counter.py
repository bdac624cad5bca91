"""Threads add to one C int, which wraps around."""
import ctypes
import sys
import time
from threading import Lock, Thread

lock = Lock()


def work(part, last, total):
    for i in range(1 + last * part // 8, 1 + last * (part + 1) // 8):
        with lock:
            total.value += i


if __name__ == "__main__":
    last = int(sys.argv[1])
    start = time.time()
    total = ctypes.c_int(0)
    threads = [Thread(target=work, args=(part, last, total)) for part in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(f"SUM of 0 ~ {last} : {total.value} in {time.time() - start:.5f} sec")
