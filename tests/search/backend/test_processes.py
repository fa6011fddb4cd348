"""Several processes on one index, some of them killed: nothing that was committed is lost, no lock is left."""

import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings

from search.backends.whoosh.store import IndexStore
from search.engine import IndexDocument

CHILD = Path(__file__).with_name("processes.py")
SECONDS = 120
BATCH = 20  # as in processes.py


@pytest.fixture
def store(index_dir):
    made = IndexStore(index_dir)
    with made.building() as building:
        building.swap_in(lambda index: None)
    return made


@pytest.fixture
def start():
    """Start children; none outlives the test."""
    children = []

    def run(*arguments):
        environment = os.environ | {
            "PYTHONPATH": os.pathsep.join([str(settings.BASE_DIR), os.environ.get("PYTHONPATH", "")])
        }
        child = subprocess.Popen(
            [sys.executable, str(CHILD), *map(str, arguments)],
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )
        children.append(child)
        return child

    yield run
    for child in children:
        child.kill()
        child.wait()
        child.stdout.close()


def ids(store):
    def ask(index):
        query = replace(index.understand('"văn bản"', as_typed=True), should=())  # all, not only the best
        return [hit.id for hit in index.search(query, limit=100_000).hits]

    found = store.read(ask)
    assert len(found) == len(set(found)), "every document is there once"
    return found


def count(store):
    return store.read(lambda index: index.document_count)


def test_two_writers_and_readers_lose_nothing(store, start):
    writers = [start("write", store.root, name, 6) for name in ("a", "b")]
    while any(child.poll() is None for child in writers):
        assert store.trouble() == "", "a reader is never in the way of a commit"
        time.sleep(0.05)
    assert [child.returncode for child in writers] == [0, 0]
    assert count(store) == 2 * (20 + 6 * 20)


def kill_while_writing(store, start, chance, name):
    child = start("write", store.root, name, 0)
    assert child.stdout.readline().strip() == "0"
    time.sleep(chance.uniform(0.0, 0.4))
    child.send_signal(signal.SIGKILL)
    committed = 1 + len(child.stdout.read().split())
    child.wait(SECONDS)
    fresh = IndexStore(store.root)  # as the next process finds it
    assert fresh.trouble() == ""
    mine = [one.split(":")[1] for one in ids(fresh) if one.startswith(f"{name}:")]
    # The last commit may have been made but not yet said.
    assert len(mine) in (BATCH + BATCH * committed, BATCH + BATCH * (committed + 1)), "whole commits only"
    assert len({one.split("-")[0] for one in mine if "-" in one}) == len(mine) // BATCH - 1
    started = time.monotonic()
    with fresh.writing() as index:
        fresh.put(index, [("after", IndexDocument(id="after", title="Văn bản sau"))])
    assert time.monotonic() - started < 10, "the lock of the dead is free"


@pytest.mark.parametrize("times", [4, pytest.param(50, marks=pytest.mark.slow)])
def test_killed_while_writing(store, start, times):
    chance = random.Random(9)
    for number in range(times):
        kill_while_writing(store, start, chance, f"w{number}")


@pytest.mark.parametrize("times", [3, pytest.param(20, marks=pytest.mark.slow)])
def test_killed_while_rebuilding(store, start, times):
    chance = random.Random(7)
    for _ in range(times):
        child = start("build", store.root)
        assert child.stdout.readline().strip() == "building"
        time.sleep(chance.uniform(0.0, 0.2))
        child.send_signal(signal.SIGKILL)
        child.wait(SECONDS)
        fresh = IndexStore(store.root)
        assert fresh.trouble() == ""
        assert count(fresh) in (0, 40), "the old index or the new one, never a part"
    with store.building() as building:
        building.swap_in(lambda index: None)
    assert not list(store.root.glob("*.new"))
    assert count(store) == 0


def test_a_process_sees_an_index_that_another_swapped_in(store, start):
    assert count(store) == 0
    child = start("build", store.root)
    while child.stdout.readline().strip() != "swapped":
        pass
    assert count(store) == 40
