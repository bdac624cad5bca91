"""Threads append to one list."""
import sys
import time
from threading import Thread, local


def work(part, last, result):
    result.append(sum(range(1 + last * part // 8, 1 + last * (part + 1) // 8)))


if __name__ == "__main__":
    last = int(sys.argv[1])
    start = time.time()
    data = local()
    data.result = []
    threads = [Thread(target=work, args=(part, last, data.result)) for part in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(f"SUM of 0 ~ {last} : {sum(data.result)} in {time.time() - start:.5f} sec")
