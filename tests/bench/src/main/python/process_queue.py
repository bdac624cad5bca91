"""The peer of the shared queue: multiprocessing.Queue from one process to another.

process_queue.py bytes|tuples   answers each line of its input with one line:
  flow BYTES NANOS  sends for so long; how many messages, and in how many nanoseconds. A tuple of an
                    int, a str of 12 and a float is as long as it is
"""

import ctypes
import multiprocessing
import os
import signal
import sys
import time

CAPACITY = 1 << 15
MARKS = 1 << 7
PR_SET_PDEATHSIG = 1


def messages(kind, size):
    if kind == "bytes":
        return [bytes([mark]) * size for mark in range(MARKS)]
    return [(mark, f"{mark:012}", float(mark)) for mark in range(MARKS)]


def send(queue, orders, kind):
    while True:
        size, nanos = orders.recv()
        marked = messages(kind, size)
        start, count = time.monotonic_ns(), 0
        while time.monotonic_ns() - start < nanos:
            for message in marked:
                queue.put(message)
            count += MARKS
        queue.put(None)
        orders.send(count)


def receive(queue, orders, kind):
    while True:
        size, _ = orders.recv()
        marked = messages(kind, size)
        message = queue.get()
        start, count = time.monotonic_ns(), 0
        while message is not None:
            if message != marked[count % MARKS]:
                sys.exit(f"Message {count} is torn")
            count += 1
            message = queue.get()
        orders.send((count, time.monotonic_ns() - start))


def work(cpu, what, queue, orders, kind):
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.cpu_count() > 1:
        os.sched_setaffinity(0, {cpu})
    what(queue, orders, kind)


def main():
    context = multiprocessing.get_context("fork")
    queue = context.Queue(CAPACITY)
    sides = []
    for cpu, what in enumerate((send, receive)):
        side, orders = context.Pipe()
        arguments = (cpu, what, queue, orders, sys.argv[1])
        context.Process(target=work, args=arguments, daemon=True).start()
        orders.close()
        sides.append(side)
    print("ready", flush=True)
    for line in sys.stdin:
        _, size, nanos = line.split()
        for side in sides:
            side.send((int(size), int(nanos)))
        sent, (received, spent) = sides[0].recv(), sides[1].recv()
        if sent != received:
            sys.exit(f"{sent} messages were sent, {received} received")
        print(received, spent, flush=True)


if __name__ == "__main__":
    main()
