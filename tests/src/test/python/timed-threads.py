"""The same work in two threads."""
import os
import sys
import time
from threading import Thread, current_thread


def work(spins):
    # With the end of the line in it a text is printed as a whole.
    name = current_thread().name
    stamp = time.strftime("%H:%M:%S")
    print(f"Starting thread: {name}, PID: {os.getpid()}, Timestamp: {stamp}\n", end="", flush=True)
    for _ in range(spins):
        pass
    print(f"Finished thread: PID: {os.getpid()}\n", end="", flush=True)


if __name__ == "__main__":
    start = time.time()
    spins = int(sys.argv[1])
    one = Thread(target=work, args=(spins,), name="Thread_1")
    two = Thread(target=work, args=(spins,), name="Thread_2")
    one.start()
    two.start()
    one.join()
    two.join()
    print(f"Time taken by main: {time.time() - start:.4f} seconds")
