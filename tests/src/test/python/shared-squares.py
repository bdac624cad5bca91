"""An array and a value in shared memory."""
from multiprocessing import Array, Process, Value


def show(where, result, total):
    print(f"Result({where}): {result[:]}")
    print(f"Sum of squares({where}): {total.value}")


def square_all(numbers, result, total):
    for i, number in enumerate(numbers):
        result[i] = number * number
    total.value = sum(result)
    show("in process p1", result, total)


if __name__ == "__main__":
    result = Array("i", 4)
    total = Value("i")
    p1 = Process(target=square_all, args=([1, 2, 3, 4], result, total))
    p1.start()
    p1.join()
    show("in main program", result, total)
