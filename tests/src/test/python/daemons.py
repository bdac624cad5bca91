"""Daemons sleep while another one shows that something happens."""
import os
import sys
import time
from multiprocessing import Process


def core():
    with open("/proc/self/stat") as stat:
        return stat.read().rsplit(")", 1)[1].split()[36]


def sleep(seconds):
    time.sleep(seconds)
    sys.stdout.write(f"Sub-process: {os.getpid()} / CPU Core ID: {core()}\n")  # as one piece
    sys.stdout.flush()


def say_loading():
    i = 0
    while True:
        print("Loading" + "." * (i % 4), end="   \r", flush=True)
        i += 1
        time.sleep(0.3)


if __name__ == "__main__":
    start = time.time()
    print(f"Parent-process: {os.getpid()} / CPU Core ID: {core()}", flush=True)
    loading = Process(target=say_loading, daemon=True)
    loading.start()
    daemons = [Process(target=sleep, args=(float(sys.argv[1]),), daemon=True) for _ in range(4)]
    for daemon in daemons:
        daemon.start()
    while any(daemon.is_alive() for daemon in daemons):
        time.sleep(0.01)
    for daemon in daemons:
        daemon.close()
    loading.terminate()
    loading.join()
    loading.close()
    print(f"Process Done in {time.time() - start:.1f} sec")
