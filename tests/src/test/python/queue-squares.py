"""One process puts into a queue, the next one takes."""
from multiprocessing import Process, Queue


def square_all(numbers, queue):
    for number in numbers:
        queue.put(number * number)


def print_all(queue):
    print("Queue elements:")
    while not queue.empty():
        print(queue.get())
    print("Queue is now empty!")


if __name__ == "__main__":
    queue = Queue()
    p1 = Process(target=square_all, args=([1, 2, 3, 4], queue))
    p2 = Process(target=print_all, args=(queue,))
    p1.start()
    p1.join()
    p2.start()
    p2.join()
