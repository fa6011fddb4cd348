"""SQLite's write queue: nobody is refused, nothing is lost, shares are fair, and a dead writer blocks nobody."""

import gc
import json
import os
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import OperationalError, connections, transaction

from iso_docs.db.sqlite3.base import DatabaseWrapper
from iso_docs.db.sqlite3.write_lock import WriteLock

WRITER = Path(__file__).parent / "sqlite_writer.py"


@pytest.fixture
def database(tmp_path):
    path = tmp_path / "db.sqlite3"
    connection = sqlite3.connect(path)
    connection.executescript(
        "PRAGMA journal_mode=WAL; CREATE TABLE counter (id INTEGER PRIMARY KEY, value INTEGER);"
        "CREATE TABLE entry (id INTEGER PRIMARY KEY, text TEXT); INSERT INTO counter VALUES (1, 0);"
    )
    connection.close()
    return path


def writer(database, mode, seconds=0):
    return subprocess.Popen(
        [sys.executable, str(WRITER), str(database), str(seconds), mode],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(settings.BASE_DIR)},
    )


def run_together(database, modes, seconds):
    processes = [writer(database, mode, seconds) for mode in modes]
    for process in processes:
        assert process.stdout.readline().strip() == "ready"
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    return [json.loads(process.communicate(timeout=60)[0]) for process in processes]


def read(database, query):
    connection = sqlite3.connect(database)
    try:
        return connection.execute(query).fetchone()[0]
    finally:
        connection.close()


def wrapper(database, timeout=0.3):
    """A connection of its own to the file, as another process or thread would have."""
    plain = connections["default"].settings_dict
    options = {"transaction_mode": "IMMEDIATE", "timeout": timeout}
    connection = DatabaseWrapper(
        {
            **plain,
            "ENGINE": "iso_docs.db.sqlite3",
            "NAME": str(database),
            "OPTIONS": options,
            "CONN_MAX_AGE": 0,
        },
        alias="queue_test",
    )
    connection.inc_thread_sharing()
    return connection


@pytest.fixture
def connect(database, django_db_blocker):
    """Opens connections; `transaction.atomic(using=...)` finds the last one opened under its alias."""
    opened = []

    def open_one(alias="queue_test", **options):
        connection = wrapper(database, **options)
        connection.alias = alias
        connections[alias] = connection
        opened.append((alias, connection))
        return connection

    with django_db_blocker.unblock():
        yield open_one
    for alias, connection in opened:
        connection.close()
        del connections[alias]


def lock_is_free(database):
    try:
        WriteLock.acquire(Path(f"{database}.writelock"), 0).release()
    except TimeoutError:
        return False
    return True


def test_eight_writers_lose_nothing_and_share_fairly(database):
    results = run_together(database, ["transactions"] * 8, seconds=4)

    assert [result["errors"] for result in results] == [[]] * 8
    commits = [result["commits"] for result in results]
    assert read(database, "SELECT value FROM counter") == sum(commits)
    assert read(database, "SELECT count(*) FROM entry") == 8 * sum(commits)
    # Without the queue it is some hundred to one; a busy machine alone makes two or three of it.
    assert max(commits) <= 10 * min(commits), commits


def test_single_writes_outside_transactions_queue_with_the_others(database):
    results = run_together(database, ["transactions"] * 4 + ["singles"] * 2, seconds=3)

    assert not any(result["errors"] for result in results)
    assert read(database, "SELECT value FROM counter") == sum(result["commits"] for result in results)
    assert min(result["commits"] for result in results) > 0


def test_killing_the_holder_frees_the_lock_and_undoes_its_work(database, connect):
    holder = writer(database, "hold")
    assert holder.stdout.readline().strip() == "ready"
    assert not lock_is_free(database)

    holder.kill()
    holder.wait()

    assert lock_is_free(database)
    connect()
    with transaction.atomic(using="queue_test"):
        pass
    assert read(database, "SELECT value FROM counter") == 0


def test_waiting_is_bounded_and_says_so(database, connect):
    holder = WriteLock.acquire(Path(f"{database}.writelock"), 0)
    connect(timeout=0.1)
    with pytest.raises(OperationalError, match="database is locked"), transaction.atomic(using="queue_test"):
        pass
    holder.release()
    with transaction.atomic(using="queue_test"):
        pass


def test_lock_is_held_until_the_outermost_block_ends(database, connect):
    connection = connect()
    with transaction.atomic(using="queue_test"):
        with transaction.atomic(using="queue_test"):
            connection.cursor().execute("UPDATE counter SET value = 1")
        assert not lock_is_free(database)
        with pytest.raises(ZeroDivisionError), transaction.atomic(using="queue_test"):
            connection.cursor().execute("UPDATE counter SET value = 2")
            raise ZeroDivisionError
        assert not lock_is_free(database)
    assert lock_is_free(database)
    assert read(database, "SELECT value FROM counter") == 1


def test_exceptions_and_broken_sql_free_the_lock(database, connect):
    connection = connect()
    with pytest.raises(ZeroDivisionError), transaction.atomic(using="queue_test"):
        connection.cursor().execute("UPDATE counter SET value = 9")
        raise ZeroDivisionError
    assert lock_is_free(database)
    with pytest.raises(OperationalError), transaction.atomic(using="queue_test"):
        connection.cursor().execute("UPDATE no_such_table SET value = 9")
    assert lock_is_free(database)
    with pytest.raises(OperationalError):
        connection.cursor().execute("UPDATE no_such_table SET value = 9")
    assert lock_is_free(database)
    assert read(database, "SELECT value FROM counter") == 0


def test_closing_inside_a_transaction_frees_the_lock(database, connect):
    connection = connect()
    with pytest.raises(ZeroDivisionError), transaction.atomic(using="queue_test"):
        connection.close()
        assert lock_is_free(database)
        raise ZeroDivisionError


def test_reading_outside_a_transaction_takes_no_lock(database, connect):
    holder = WriteLock.acquire(Path(f"{database}.writelock"), 0)
    connection = connect(timeout=0.1)
    assert connection.cursor().execute("SELECT value FROM counter").fetchone() == (0,)
    holder.release()


def test_all_who_open_a_new_file_at_once_get_in(tmp_path, django_db_blocker):
    """SQLite refuses at once, and not after the timeout, when two turn a file to WAL at the same moment."""
    failures = []

    def open_and_read(path, together):
        connection = wrapper(path, timeout=20)
        connection.settings_dict["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL;"
        together.wait()
        try:
            connection.cursor().execute("SELECT count(*) FROM sqlite_master")
        except OperationalError as error:
            failures.append(error)
        finally:
            connection.close()

    for number in range(40):
        path = tmp_path / f"{number}.sqlite3"
        sqlite3.connect(path).executescript("CREATE TABLE note (id INTEGER)")
        together = threading.Barrier(3)
        threads = [threading.Thread(target=open_and_read, args=(path, together)) for _ in range(3)]
        with django_db_blocker.unblock():
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        assert read(path, "PRAGMA journal_mode") == "wal"
    assert failures == []


def test_opening_once_more_leaves_the_locks_of_others_alone(database, connect):
    """Closing any other descriptor of the file would drop SQLite's locks of the whole process on it (POSIX)."""
    writing = connect()
    with transaction.atomic(using="queue_test"):
        writing.cursor().execute("UPDATE counter SET value = 1")
        held = locks_on(database)
        second = wrapper(database)
        second.ensure_connection()
        assert second.cursor().execute("SELECT value FROM counter").fetchone() == (0,)
        second.close()
        assert held and held <= locks_on(database)


def locks_on(database):
    """Inodes of the database's files that this process holds POSIX locks on."""
    ours = {
        Path(f"{database}{end}").stat().st_ino
        for end in ("", "-wal", "-shm")
        if Path(f"{database}{end}").exists()
    }
    rows = [line.split() for line in Path("/proc/locks").read_text().splitlines()]
    held = {
        int(row[5].rpartition(":")[2]) for row in rows if row[1] == "POSIX" and row[4] == str(os.getpid())
    }
    return ours & held


def test_a_folder_that_is_not_there_is_the_databases_complaint(tmp_path, django_db_blocker):
    with django_db_blocker.unblock(), pytest.raises(OperationalError, match="unable to open"):
        wrapper(tmp_path / "nowhere" / "db.sqlite3").ensure_connection()


def test_threads_of_one_process_queue_too(database, connect):
    first, second = connect("queue_one"), connect("queue_two", timeout=5)
    order = []

    def other():
        with transaction.atomic(using="queue_two"):
            order.append("second")

    thread = threading.Thread(target=lambda: (connections.__setitem__("queue_two", second), other()))
    with transaction.atomic(using="queue_one"):
        first.cursor().execute("UPDATE counter SET value = 1")
        thread.start()
        time.sleep(0.2)
        order.append("first")
    thread.join()
    assert order == ["first", "second"]


def test_a_forked_child_neither_keeps_nor_frees_the_parents_lock(database):
    path = Path(f"{database}.writelock")
    lock = WriteLock.acquire(path, 0)
    child = os.fork()
    if child == 0:  # pragma: no cover  (another process)
        lock.release()  # not the child's to release
        time.sleep(1)
        os._exit(0)
    time.sleep(0.2)
    assert not lock_is_free(database)  # the child did not free it
    lock.release()
    assert lock_is_free(database)  # and does not keep it
    os.waitpid(child, 0)


def test_a_forgotten_lock_is_freed_with_its_object(database):
    WriteLock.acquire(Path(f"{database}.writelock"), 0)
    gc.collect()
    assert lock_is_free(database)


@pytest.mark.parametrize("name", [":memory:", "file:memorydb_default?mode=memory&cache=shared"])
def test_in_memory_databases_have_no_lock_file(name):
    assert wrapper(name)._lock_path() is None
