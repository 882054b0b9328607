"""The Python side of SharedMemoryTests: makes, attaches and removes shared memory as it is told by lines."""
import sys
from multiprocessing import resource_tracker
from multiprocessing.shared_memory import SharedMemory


def attach(name):
    """Attaches without becoming the one who removes the name at the end."""
    if sys.version_info >= (3, 13):
        return SharedMemory(name, track=False)
    memory = SharedMemory(name)
    resource_tracker.unregister("/" + name, "shared_memory")
    return memory


open_memory = {}
for line in sys.stdin:
    words = line.split()
    if words[0] == "create":
        open_memory[words[1]] = memory = SharedMemory(words[1], create=True, size=int(words[2]))
        print(memory.size, flush=True)
    elif words[0] == "generate":
        memory = SharedMemory(create=True, size=int(words[1]))
        open_memory[memory.name] = memory
        print(memory.name, flush=True)
    elif words[0] == "attach":
        open_memory[words[1]] = memory = attach(words[1])
        print(memory.size, flush=True)
    elif words[0] == "get":
        print(bytes(open_memory[words[1]].buf[int(words[2]):int(words[3])]).hex(), flush=True)
    elif words[0] == "set":
        data = bytes.fromhex(words[3])
        open_memory[words[1]].buf[int(words[2]):int(words[2]) + len(data)] = data
        print("set", flush=True)
    elif words[0] == "close":
        open_memory.pop(words[1]).close()
        print("closed", flush=True)
    elif words[0] == "unlink":
        open_memory[words[1]].unlink()
        print("unlinked", flush=True)
    elif words[0] == "end":
        break
for memory in open_memory.values():
    memory.close()
