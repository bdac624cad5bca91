"""The same work in two processes."""
import os
import sys
import time
from multiprocessing import Process, current_process


def work(spins):
    name = current_process().name
    stamp = time.strftime("%H:%M:%S")
    print(f"Starting process: {name}, PID: {os.getpid()}, Timestamp: {stamp}", flush=True)
    for _ in range(spins):
        pass
    print(f"Finished process: PID: {os.getpid()}", flush=True)


if __name__ == "__main__":
    start = time.time()
    spins = int(sys.argv[1])
    one = Process(target=work, args=(spins,), name="Process_1")
    two = Process(target=work, args=(spins,), name="Process_2")
    one.start()
    two.start()
    one.join()
    two.join()
    print(f"Time taken by main: {time.time() - start:.4f} seconds")
