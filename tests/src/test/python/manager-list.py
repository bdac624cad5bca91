"""One process adds a record to a list on a server, another one prints it."""

from multiprocessing import Manager, Process


def add(record, records):
    records.append(record)
    print("New record added!\n")


def show(records):
    for name, score in records:
        print(f"Name: {name}\nScore: {score}\n")


if __name__ == "__main__":
    with Manager() as manager:
        records = manager.list([("Sam", 10), ("Adam", 9), ("Kevin", 9)])
        for target, args in [(add, (("Jeff", 8), records)), (show, (records,))]:
            process = Process(target=target, args=args)
            process.start()
            process.join()
