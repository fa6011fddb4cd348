"""A child process that may use little: every limit is run into by a real child, and nothing lives on after it."""

import sys
import tempfile
import time
from pathlib import Path

import pytest

from organisation import limited_process
from organisation.limited_process import (
    Crashed,
    LimitedProcessError,
    Limits,
    OutOfMemory,
    TooLarge,
    TooSlow,
    Unsupported,
    run_limited,
)

SMALL = Limits(cpu_seconds=2, wall_seconds=4, memory_bytes=256 << 20, output_bytes=1 << 20)

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="limits need Linux")


def run(name, data=b"", limits=SMALL):
    return run_limited(f"tests.organisation.limited_functions:{name}", data, limits=limits)


def processes_in(folder):
    """Living processes that work in a folder under `folder`: children have one of their own there."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            where = str((process / "cwd").readlink())
        except OSError:
            continue
        if where.startswith(str(folder)):
            found.append((process.name, (process / "cmdline").read_bytes()))
    return found


@pytest.fixture(autouse=True)
def temp_folder(tmp_path, monkeypatch):
    """Where the children's folders are made; empty again after every test, and no process lives in it."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    yield tmp_path
    deadline = time.monotonic() + 2
    while processes_in(tmp_path) and time.monotonic() < deadline:
        time.sleep(0.02)  # a killed process disappears in its own time
    assert processes_in(tmp_path) == []
    assert list(tmp_path.iterdir()) == []


def test_gives_the_result_and_only_that():
    assert run("upper", b"th\xe1\xbb\xa7" + b"abc" * 100_000) == b"TH\xe1\xbb\xa7" + b"ABC" * 100_000


def test_starts_bare_in_a_folder_of_its_own(temp_folder, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "x")
    folder, *names = run("where", b"x").decode().split("\n")
    assert folder.startswith(str(temp_folder))
    assert set(names) <= {"HOME", "LANG", "LC_CTYPE", "PATH", "TMPDIR"}  # neither Django nor our secrets


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("loop", TooSlow),
        ("allocate", OutOfMemory),
        ("write_much", TooLarge),
        ("write_file", TooLarge),
        ("crash", Crashed),
        ("fail", Crashed),
        ("wrong_type", Crashed),
        ("open_many", Crashed),
        ("no_such_function", Crashed),
    ],
)
def test_ends_with_the_reason(name, error):
    with pytest.raises(LimitedProcessError) as caught:
        run(name)
    assert type(caught.value) is error


def test_says_what_was_raised():
    with pytest.raises(Crashed) as caught:
        run("fail")
    assert "ValueError: không đọc được" in caught.value.detail


@pytest.mark.parametrize("name", ["sleep", "fork_loops"])
def test_kills_all_that_it_started_when_time_is_up(name):
    limits = Limits(cpu_seconds=30, wall_seconds=0.8, memory_bytes=256 << 20, output_bytes=1 << 20)
    begun = time.monotonic()
    with pytest.raises(TooSlow):
        run(name, limits=limits)
    assert time.monotonic() - begun < 3


def test_kills_what_a_finished_child_left_running():
    assert run("leave_child_behind") == b"done"


def test_output_of_a_flood_is_bounded_on_disk_too():
    with pytest.raises(TooLarge) as caught:
        run("write_much_at_once")
    assert len(caught.value.detail) <= limited_process.DETAIL_CHARACTERS


def test_an_early_exit_is_not_taken_for_an_empty_result():
    with pytest.raises(Crashed):
        run("exit_early")


def test_says_clearly_where_it_cannot_work(monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    with pytest.raises(Unsupported, match="Linux"):
        run("upper")


def test_an_interrupted_parent_kills_its_child(monkeypatch):
    """Ctrl-C while it waits."""

    def interrupted(pid, seconds):
        raise KeyboardInterrupt

    monkeypatch.setattr(limited_process, "_ends_within", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run("sleep")
