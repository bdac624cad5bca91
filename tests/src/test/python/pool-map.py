"""A map waits for all."""
import os
import sys
import time
from multiprocessing import Pool


def work(item, seconds):
    with open("/proc/self/stat") as stat:
        core = stat.read().rsplit(")", 1)[1].split()[36]
    print(f"Sub-process: {os.getpid()} / CPU Core ID: {core}", flush=True)
    time.sleep(seconds)
    return item * item


if __name__ == "__main__":
    with Pool(2) as pool:
        print(pool.starmap(work, [(item, float(sys.argv[1])) for item in range(8)]))
