"""The Python side of ShareableListTests: each line is an expression over `lists`; the answer is its repr, or the name of its error."""
import sys
from multiprocessing import resource_tracker
from multiprocessing.shared_memory import ShareableList

lists = {}


def attach(name):
    """Attaches without becoming the one who removes the name at the end: ShareableList has no argument for that."""
    lists[name] = ShareableList(name=name)
    resource_tracker.unregister("/" + name, "shared_memory")
    return len(lists[name])


def make(name, values):
    lists[name] = ShareableList(values, name=name)
    return bytes(lists[name].shm.buf).hex()


def put(name, index, value):
    lists[name][index] = value
    return dump(name)


def dump(name):
    return bytes(lists[name].shm.buf).hex()


def items(name):
    return list(lists[name])


def unlink(name):
    lists[name].shm.unlink()


for line in sys.stdin:
    if line.strip() == "end":
        break
    try:
        print(repr(eval(line)), flush=True)
    except Exception as error:
        print(type(error).__name__, flush=True)
for one in lists.values():
    one.shm.close()
