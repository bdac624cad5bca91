"""Two processes at once, and waiting for both."""
from multiprocessing import Process


def print_square(number):
    print(f"Square of {number}: {number * number}")


def print_cube(number):
    print(f"Cube of {number}: {number * number * number}")


if __name__ == "__main__":
    square = Process(target=print_square, args=(10,))
    cube = Process(target=print_cube, args=(10,))
    square.start()
    cube.start()
    square.join()
    cube.join()
    print("Done!")
