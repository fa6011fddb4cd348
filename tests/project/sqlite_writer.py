"""One of several writing processes of test_sqlite_write_lock.py.

Usage: python sqlite_writer.py DATABASE SECONDS MODE. Prints a JSON line: commits, errors, worst wait in ms.
MODE: transactions, singles (writes outside a transaction), hold (take the lock, say so, sleep).
"""

import json
import sys
import time

import django
from django.conf import settings


def configure(path):
    settings.configure(
        DATABASES={
            "default": {
                "ENGINE": "iso_docs.db.sqlite3",
                "NAME": path,
                "OPTIONS": {
                    "transaction_mode": "IMMEDIATE",
                    "timeout": 20,
                    "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;",
                },
            }
        },
        INSTALLED_APPS=[],
        USE_TZ=True,
    )
    django.setup()


def one_transaction(cursor):
    from django.db import transaction

    with transaction.atomic():
        value = cursor.execute("SELECT value FROM counter WHERE id = 1").fetchone()[0]
        for number in range(8):
            cursor.execute("INSERT INTO entry (text) VALUES (%s)", [f"line {number}"])
        cursor.execute("UPDATE counter SET value = %s WHERE id = 1", [value + 1])


def one_single(cursor):
    cursor.execute("UPDATE counter SET value = value + 1 WHERE id = 1")


def write(seconds, step):
    from django.db import OperationalError, connection

    result = {"commits": 0, "errors": [], "worst_ms": 0.0}
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        print("ready", flush=True)
        sys.stdin.readline()
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            start = time.monotonic()
            try:
                step(cursor)
                result["commits"] += 1
            except OperationalError as error:
                result["errors"].append(str(error))
            result["worst_ms"] = max(result["worst_ms"], (time.monotonic() - start) * 1000)
    print(json.dumps(result), flush=True)


def hold():
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE counter SET value = value + 1000 WHERE id = 1")
        print("ready", flush=True)
        time.sleep(60)


if __name__ == "__main__":
    configure(sys.argv[1])
    mode = sys.argv[3]
    if mode == "hold":
        hold()
    else:
        write(float(sys.argv[2]), one_transaction if mode == "transactions" else one_single)
