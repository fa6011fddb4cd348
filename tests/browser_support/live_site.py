"""The site in a server process of its own, on its own SQLite file and with its own clock."""

import datetime as dt
import os
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.browser_support.clock import VARIABLE
from tests.high_keys import move_counters_of_sqlite

BASE_DIR = Path(__file__).resolve().parents[2]
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
LOADED_AT = dt.datetime(2026, 11, 20, 8, 0, tzinfo=VIETNAM)
OPENED_AT = dt.datetime(2026, 11, 20, 9, 15, tzinfo=VIETNAM)
"""The sample is loaded on a Friday at eight, and every server starts at a quarter past nine: whenever tests run."""
STARTUP_SECONDS = 180
STOP_SECONDS = 45
PASSWORD = "an-hoa-2026"


@dataclass(frozen=True)
class LiveSite:
    """A running server with the sample ward.

    Attributes:
        url: the address without a slash at the end.
        var_dir: where its database, its uploads and its clock are.
        password: what every account of the sample signs in with (usernames: README of the sample data).
    """

    url: str
    var_dir: Path
    password: str = PASSWORD

    def manage(self, *arguments):
        """Run `manage.py` on this site's database and return what it printed."""
        return manage(self.var_dir, *arguments)

    def move_clock(self, moment):
        """From the next request on it is `moment` (aware) for the server, and its clock runs on from there."""
        set_clock(self.var_dir, moment)

    def rows(self, sql, *values):
        """What this site's database answers: for questions that no page answers."""
        with closing(sqlite3.connect(f"file:{self.var_dir / 'db.sqlite3'}?mode=ro", uri=True)) as database:
            return database.execute(sql, values).fetchall()

    def page_id(self, code):
        """The id of the page where the text of document `code` is written."""
        ((pk,),) = self.rows(
            "SELECT page_ptr_id FROM procedures_processpage JOIN document_control_controlleddocument AS document"
            " ON document.id = document_id WHERE document.code = ?",
            code,
        )
        return pk

    def document_id(self, code):
        """The id of document `code` in the register."""
        ((pk,),) = self.rows("SELECT id FROM document_control_controlleddocument WHERE code = ?", code)
        return pk

    def legal_act_id(self, number):
        """The id of a legal act in the register of external documents."""
        ((pk,),) = self.rows("SELECT id FROM document_control_legalact WHERE number = ?", number)
        return pk

    def assessment_id(self, state):
        """The id of the newest assessment of the reform index in this state."""
        ((pk,),) = self.rows(
            "SELECT id FROM audits_assessment WHERE state = ? ORDER BY year DESC, id LIMIT 1", state
        )
        return pk

    def issued_numbers(self, code):
        """The numbers of all issued versions of document `code`, oldest first."""
        found = self.rows(
            "SELECT edition, revision FROM document_control_issuedversion JOIN"
            " document_control_controlleddocument AS document ON document.id = document_id"
            " WHERE document.code = ? ORDER BY chain_index",
            code,
        )
        return [f"{edition}.{revision}" for edition, revision in found]


def set_clock(var_dir, moment):
    """Replace the clock file in one step, so that no request reads half of it."""
    new = var_dir / "clock.new"
    new.write_text(moment.isoformat(), encoding="utf-8")
    new.replace(var_dir / "clock")


def site_environment(var_dir):
    kept = {
        key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "PYTEST_CURRENT_TEST")
    }
    return {
        **kept,
        "DJANGO_SETTINGS_MODULE": "iso_docs.settings.dev",
        "DEBUG": "false",
        "ISO_DOCS_VAR_DIR": str(var_dir),
        VARIABLE: str(var_dir / "clock"),
    }


def manage(var_dir, *arguments):
    done = subprocess.run(
        [sys.executable, "-m", "tests.browser_support.clocked_manage", *arguments],
        cwd=BASE_DIR,
        env=site_environment(var_dir),
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, f"manage.py {' '.join(arguments)}:\n{done.stdout}\n{done.stderr}"
    return done.stdout


def load_sample(var_dir):
    """Make a database with the sample ward in the new folder `var_dir`."""
    var_dir.mkdir()
    set_clock(var_dir, LOADED_AT)
    manage(var_dir, "migrate", "-v0")
    with closing(sqlite3.connect(var_dir / "db.sqlite3")) as database, database:
        move_counters_of_sqlite(database.cursor())
    manage(var_dir, "serve", "--prepare-only")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until_healthy(url, process, log):
    deadline = time.monotonic() + STARTUP_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=5) as response:
                if response.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    pytest.fail(f"the site did not start:\n{log.read_text(encoding='utf-8')[-4000:]}")


def stop(process):
    """End the server. It waits half a minute for open connections, and a browser may hold some."""
    process.terminate()
    try:
        process.wait(timeout=STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@contextmanager
def serving(var_dir):
    """Serve the site whose data is in `var_dir` until the block ends."""
    port = free_port()
    log = var_dir / "server.log"
    set_clock(var_dir, OPENED_AT)
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "gunicorn", "tests.browser_support.clocked_wsgi"),
                *("--bind", f"127.0.0.1:{port}", "--worker-class", "gthread", "--threads", "8"),
                # A worker whose clock jumps looks dead to its master, which must not end it.
                *("--timeout", "0", "--log-level", "warning"),
            ],
            cwd=BASE_DIR,
            env=site_environment(var_dir),
            stdout=output,
            stderr=output,
        )
    try:
        url = f"http://127.0.0.1:{port}"
        wait_until_healthy(url, process, log)
        yield LiveSite(url=url, var_dir=var_dir)
    finally:
        stop(process)
