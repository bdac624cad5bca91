"""A pool squares a list."""
import os
from multiprocessing import Pool


def square(n):
    print(f"Worker process id for {n}: {os.getpid()}", flush=True)
    return n * n


if __name__ == "__main__":
    with Pool(2) as pool:
        print(pool.map(square, [1, 2, 3, 4, 5]))
