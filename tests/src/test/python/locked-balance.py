"""A lock around each step."""
import sys
from multiprocessing import Lock, Process, Value


def change(balance, amount, lock):
    for _ in range(10000):
        with lock:
            balance.value = balance.value + amount


if __name__ == "__main__":
    for _ in range(int(sys.argv[1])):
        balance = Value("i", 100)
        lock = Lock()
        p1 = Process(target=change, args=(balance, -1, lock))
        p2 = Process(target=change, args=(balance, 1, lock))
        p1.start()
        p2.start()
        p1.join()
        p2.join()
        print(f"Final balance = {balance.value}")
