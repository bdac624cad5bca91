"""Messages through a pipe until END."""
from multiprocessing import Pipe, Process


def send_all(connection, messages):
    for message in messages:
        connection.send(message)
        print(f"Sent the message: {message}")
    connection.close()


def receive_all(connection):
    while (message := connection.recv()) != "END":
        print(f"Received the message: {message}")


if __name__ == "__main__":
    parent, child = Pipe()
    p1 = Process(target=send_all, args=(parent, ["hello", "hey", "hru?", "END"]))
    p2 = Process(target=receive_all, args=(child,))
    p1.start()
    p2.start()
    p1.join()
    p2.join()
