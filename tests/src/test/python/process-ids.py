"""Who runs what."""
import os
from multiprocessing import Process


def work(worker):
    print(f"ID of process running {worker}: {os.getpid()}")


if __name__ == "__main__":
    print(f"ID of main process: {os.getpid()}", flush=True)
    p1 = Process(target=work, args=("worker1",))
    p2 = Process(target=work, args=("worker2",))
    p1.start()
    p2.start()
    print(f"ID of process p1: {p1.pid}")
    print(f"ID of process p2: {p2.pid}")
    p1.join()
    p2.join()
    print("Both processes finished execution!")
    print(f"Process p1 is alive: {p1.is_alive()}")
    print(f"Process p2 is alive: {p2.is_alive()}")
