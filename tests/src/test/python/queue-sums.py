"""Threads put parts of a sum into a queue of processes."""
import sys
import time
from multiprocessing import Queue
from threading import Thread


def work(part, last, queue):
    queue.put(sum(range(1 + last * part // 8, 1 + last * (part + 1) // 8)))


if __name__ == "__main__":
    last = int(sys.argv[1])
    start = time.time()
    queue = Queue()
    threads = [Thread(target=work, args=(part, last, queue)) for part in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    queue.put("END")
    total = 0
    while (part := queue.get()) != "END":
        total += part
    print(f"SUM of 0 ~ {last} : {total} in {time.time() - start:.5f} sec")
