"""Running one of our own functions in a child process that may use little, for bytes that strangers sent.

The parent calls `run_limited`; this file is also the program that the child runs. Pure: no Django on either side.
Linux only; why a child and which limits: docs/decisions/0008-limited-process.md.
"""

from __future__ import annotations

import contextlib
import errno
import importlib
import os
import select
import signal
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

PROJECT = Path(__file__).resolve().parents[1]
DETAIL_CHARACTERS = 4_000
"""How much of what the child wrote to its error output is kept."""
OPEN_FILES = 64
GRACE_SECONDS = 5
"""After this much more than its time a child ends by itself, should its parent have died."""

EXIT_RAISED, EXIT_MEMORY, EXIT_OUTPUT, EXIT_TIME = 81, 82, 83, 84
"""How the child says what ended it; numbers that neither Python nor pandoc uses."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a child may use.

    Attributes:
        cpu_seconds: of each process.
        wall_seconds: from start to end; then everything it started is killed.
        memory_bytes: address space of each process.
        output_bytes: of the result, and of each file it writes.
    """

    cpu_seconds: int = 20
    wall_seconds: float = 40
    memory_bytes: int = 1 << 30
    output_bytes: int = 32 << 20


class LimitedProcessError(Exception):
    """The child gave no result. `detail` is the end of its error output, for the log; it may quote the data."""

    def __init__(self, message: str, detail: str = "") -> None:
        super().__init__(message)
        self.detail = detail


class TooSlow(LimitedProcessError):
    """It used up its processor time or its time."""


class OutOfMemory(LimitedProcessError):
    """It asked for more memory than it may have."""


class TooLarge(LimitedProcessError):
    """Its result, or a file it wrote, is larger than allowed."""


class Crashed(LimitedProcessError):
    """The function raised, or the process died."""


class Unsupported(LimitedProcessError):
    """This system cannot limit a process as we need it."""


def run_limited(function: str, data: bytes, *, limits: Limits) -> bytes:
    """The result of `function(data)`, computed in a child process.

    Args:
        function: "package.module:name" of a function `bytes -> bytes` that needs no Django set-up.
        data: given to it unchanged.
        limits: of the child and, each for itself, of the processes it starts.

    Raises:
        TooSlow, OutOfMemory, TooLarge, Crashed: what ended the child. Nothing it started lives on and its temporary
            folder is gone.
        Unsupported: not on Linux.
    """
    if sys.platform != "linux" or not hasattr(os, "pidfd_open"):
        raise Unsupported("Limited processes need Linux: run the site there or in a container.")
    with (
        tempfile.TemporaryDirectory(prefix="limited-", ignore_cleanup_errors=True) as folder,
        tempfile.TemporaryFile() as source,
        tempfile.TemporaryFile() as result,
        tempfile.TemporaryFile() as errors,
    ):
        source.write(data)
        source.seek(0)
        code = _run(_command(function, limits), folder, (source, result, errors), limits.wall_seconds)
        if code == 0:
            result.seek(0)
            return result.read()
        raise _failure(code, function, _end_of(errors))


def _command(function: str, limits: Limits) -> list[str]:
    numbers = (limits.cpu_seconds, limits.memory_bytes, limits.output_bytes)
    alarm = int(limits.wall_seconds) + GRACE_SECONDS
    return [sys.executable, "-I", "-B", __file__, function, *map(str, numbers), str(alarm)]


def _run(command: list[str], folder: str, files: tuple[IO[bytes], ...], seconds: float) -> int:
    """Exit status of the command as `subprocess` gives it; EXIT_TIME when it was killed for its time."""
    source, result, errors = files
    child = subprocess.Popen(  # noqa: S603 - our own program
        command,
        stdin=source,
        stdout=result,
        stderr=errors,
        cwd=folder,
        env={"PATH": os.defpath, "LANG": "C.UTF-8", "HOME": folder, "TMPDIR": folder},
        start_new_session=True,
    )
    ended = False
    try:
        ended = _ends_within(child.pid, seconds)
    finally:
        # Before the child is reaped, so that its number cannot belong to another group yet.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        status = child.wait()
    return status if ended else EXIT_TIME


def _ends_within(pid: int, seconds: float) -> bool:
    """Wait without polling and without reaping the process."""
    handle = os.pidfd_open(pid)
    try:
        poll = select.poll()
        poll.register(handle, select.POLLIN)
        return bool(poll.poll(seconds * 1000))
    finally:
        os.close(handle)


def _failure(code: int, function: str, detail: str) -> LimitedProcessError:
    if code in (EXIT_TIME, -signal.SIGXCPU):
        return TooSlow(f"{function} took too long", detail)
    if code in (EXIT_MEMORY, -signal.SIGKILL):  # the system's own killer takes the largest
        return OutOfMemory(f"{function} ran out of memory", detail)
    if code in (EXIT_OUTPUT, -signal.SIGXFSZ):
        return TooLarge(f"{function} wrote too much", detail)
    return Crashed(f"{function} ended with status {code}", detail)


def _end_of(errors: IO[bytes]) -> str:
    size = errors.seek(0, os.SEEK_END)
    errors.seek(max(0, size - 4 * DETAIL_CHARACTERS))
    return errors.read().decode(errors="replace")[-DETAIL_CHARACTERS:].strip()


# The child's side.


def _set_limits(cpu_seconds: int, memory_bytes: int, output_bytes: int, alarm_seconds: int) -> None:
    import resource  # does not exist on Windows, where this module must still say that it cannot work

    for kind, most in (
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_FSIZE, output_bytes),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most + 1 if kind == resource.RLIMIT_CPU else most))
    signal.alarm(alarm_seconds)


@contextlib.contextmanager
def _output_kept_apart() -> Iterator[IO[bytes]]:
    """The result's file; whatever else is printed, by libraries or by programs, goes to the error output."""
    with os.fdopen(os.dup(1), "wb") as result:
        os.dup2(2, 1)
        yield result


def _function_named(name: str) -> Callable[[bytes], bytes]:
    module, _, attribute = name.partition(":")
    function: Callable[[bytes], bytes] = getattr(importlib.import_module(module), attribute)
    return function


def _main(function: str, *numbers: str) -> int:
    _set_limits(*map(int, numbers))
    sys.path.insert(0, str(PROJECT))
    try:
        with _output_kept_apart() as output:
            output.write(_function_named(function)(sys.stdin.buffer.read()))
    except MemoryError:
        return EXIT_MEMORY
    except (TimeoutError, subprocess.TimeoutExpired):
        return EXIT_TIME
    except (Exception, SystemExit) as error:
        with contextlib.suppress(OSError):  # that output may be what is full
            traceback.print_exc()
        is_full = isinstance(error, OSError) and error.errno == errno.EFBIG
        return EXIT_OUTPUT if is_full else EXIT_RAISED
    return 0


if __name__ == "__main__":
    # At once: flushing a full error output would replace our status by Python's own.
    os._exit(_main(*sys.argv[1:]))
