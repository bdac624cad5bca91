"""8 processes put parts of a sum into a queue."""
import sys
import time
from multiprocessing import Process, Queue


def work(first, last, queue):
    queue.put(sum(range(first, last + 1)))


if __name__ == "__main__":
    last = int(sys.argv[1])
    start = time.time()
    queue = Queue()
    processes = []
    for part in range(8):
        first = 1 + last * part // 8
        processes.append(Process(target=work, args=(first, last * (part + 1) // 8, queue)))
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    queue.put("END")
    total = 0
    while (part := queue.get()) != "END":
        total += part
    print(f"SUM of 0 ~ {last} : {total} in {time.time() - start:.5f} sec")
