"""A child's global list is its own."""
from multiprocessing import Process

result = []


def square_all(numbers):
    for number in numbers:
        result.append(number * number)
    print(f"Result(in process p1): {result}")


if __name__ == "__main__":
    p1 = Process(target=square_all, args=([1, 2, 3, 4],))
    p1.start()
    p1.join()
    print(f"Result(in main program): {result}")
