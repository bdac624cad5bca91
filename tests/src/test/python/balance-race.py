"""Reading and then writing loses updates."""
import sys
from multiprocessing import Process, Value


def change(balance, amount, steps):
    for _ in range(steps):
        balance.value = balance.value + amount


if __name__ == "__main__":
    for _ in range(int(sys.argv[1])):
        balance = Value("i", 100)
        p1 = Process(target=change, args=(balance, 1, 10000))
        p2 = Process(target=change, args=(balance, -1, 10000))
        p1.start()
        p2.start()
        p1.join()
        p2.join()
        print(f"Final balance = {balance.value}")
