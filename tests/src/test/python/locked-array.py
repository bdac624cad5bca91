"""An array comes with a lock."""
from multiprocessing import Array, Process


def count(array):
    for i in range(100000):
        array.acquire()
        array[i % 10] += 1
        array.release()


if __name__ == "__main__":
    array = Array("i", range(10), lock=True)
    p1 = Process(target=count, args=(array,))
    p2 = Process(target=count, args=(array,))
    p1.start()
    p2.start()
    p1.join()
    p2.join()
    print(f"Final Array in shared memory: {array[:]}")
    print(Array("c", b"Hello, World").value)
