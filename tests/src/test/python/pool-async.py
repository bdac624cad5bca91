"""The main program goes on while a pool works."""
import sys
import time
from multiprocessing import Pool


def square(arguments):
    item, seconds = arguments
    time.sleep(seconds)
    return item * item


if __name__ == "__main__":
    with Pool(2) as pool:
        squares = pool.map_async(square, [(item, float(sys.argv[1])) for item in range(8)])
        while not squares.ready():
            print("Loading...", end="\r")
            squares.wait(0.3)
        print(squares.get())
