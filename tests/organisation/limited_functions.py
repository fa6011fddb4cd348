"""What a child process is told to do in the tests of its limits."""

import os
import subprocess
import sys
import time
from pathlib import Path


def upper(data):
    print("printed, not part of the result")
    subprocess.run(["echo", "neither is this"], check=True)
    return data.upper()


def where(data):
    Path("left-behind").write_bytes(data)
    return "\n".join(
        [str(Path.cwd()), *sorted(os.environ), *(m for m in sys.modules if m == "django")]
    ).encode()


def loop(data):
    while True:
        pass


def sleep(data):
    time.sleep(60)


def allocate(data):
    kept = [bytearray(64 << 20) for _ in range(64)]
    return str(len(kept)).encode()


def fork_loops(data):
    for _ in range(3):
        if os.fork() == 0:
            loop(data)
    time.sleep(60)


def leave_child_behind(data):
    subprocess.Popen(["sleep", "60"])
    return b"done"


def write_much(data):
    return b"x" * (100 << 20)


def write_much_at_once(data):
    while True:
        os.write(1, b"x" * (1 << 20))


def write_file(data):
    with Path("big").open("wb") as file:
        for _ in range(100):
            file.write(b"x" * (1 << 20))


def crash(data):
    os.abort()


def fail(data):
    raise ValueError("không đọc được")


def exit_early(data):
    sys.exit(0)


def wrong_type(data):
    return "text"


def open_many(data):
    return str(len([os.open(os.devnull, os.O_RDONLY) for _ in range(200)])).encode()
