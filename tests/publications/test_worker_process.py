"""The real worker in its own process: started by a request, one at a time, and no job is lost when it is killed."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from contextlib import closing
from pathlib import Path
from sqlite3 import connect

import pytest
from django.conf import settings as django_settings

from organisation import child_jobs
from organisation.file_lock import file_lock
from publications.files import worker
from tests.browser_support.live_site import serving, site_environment

SECONDS = 60


def until(true, message):
    """Wait until a question is answered with yes; returns the answer."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        if answer := true():
            return answer
        time.sleep(0.1)
    pytest.fail(message)


# --- Who starts whom --------------------------------------------------------------------------------------
@pytest.fixture
def started(monkeypatch, settings, tmp_path):
    settings.VAR_DIR, settings.PUBLICATIONS_WORKER = tmp_path, "child"
    children = []

    class Child:
        def __init__(self, command, **options):
            children.append(command)

        def wait(self):
            return 0

    monkeypatch.setattr(child_jobs.subprocess, "Popen", Child)
    monkeypatch.setattr(worker, "_serving", worker.threading.Event())
    return children


def test_commands_start_no_child_but_a_web_process_does(started, client, db):
    worker.start_worker()
    assert started == []
    client.get("/robots.txt")
    worker.start_worker()
    assert len(started) == 1 and started[0][-2:] == ["run_render_jobs", "--until-empty"]


def test_no_second_child_while_one_works(started, client, db):
    client.get("/robots.txt")
    with file_lock(worker._lock_path()) as got_it:
        assert got_it
        worker.start_worker()
    assert started == []
    worker.start_worker()
    assert len(started) == 1


def test_an_external_worker_is_not_started_by_requests(started, client, db, settings):
    settings.PUBLICATIONS_WORKER = "external"
    client.get("/robots.txt")
    worker.start_worker()
    assert started == []


def test_a_machine_that_starts_no_process_breaks_no_page(started, client, db, monkeypatch):
    def fail(*args, **options):
        raise OSError(12, "Cannot allocate memory")

    client.get("/robots.txt")
    monkeypatch.setattr(child_jobs.subprocess, "Popen", fail)
    worker.start_worker()


def test_a_job_queued_while_the_worker_lets_go_is_not_left_behind(settings, tmp_path, monkeypatch):
    settings.VAR_DIR = tmp_path
    rounds = iter([1, 1])
    waiting = iter([True, False])
    monkeypatch.setattr(worker.jobs, "work_off", lambda **options: next(rounds))
    monkeypatch.setattr(
        worker.jobs, "claimable", lambda now: type("Rows", (), {"exists": lambda self: next(waiting)})()
    )
    assert worker.work_until_empty() == 2


def test_a_second_worker_goes_home(settings, tmp_path, monkeypatch):
    settings.VAR_DIR = tmp_path
    monkeypatch.setattr(worker, "LOCK_PATIENCE", 0.1)
    monkeypatch.setattr(worker.jobs, "work_off", lambda **options: pytest.fail("it worked"))
    with file_lock(worker._lock_path()):
        assert worker.work_until_empty() == 0


# --- The real thing -----------------------------------------------------------------------------------------
@pytest.fixture
def site(sample_var_dir, tmp_path):
    """A running site with the sample ward, where no file was made yet."""
    var_dir = tmp_path / "var"
    shutil.copytree(sample_var_dir, var_dir)
    with serving(var_dir) as live:
        yield live


def code_of(site, code, audience="public"):
    rows = site.rows(
        "SELECT check_code FROM document_control_issuedversion JOIN document_control_controlleddocument AS document"
        " ON document.id = document_id WHERE document.code = ? AND audience = ? ORDER BY chain_index DESC",
        code,
        audience,
    )
    return rows[0][0]


def jobs_of(site):
    return site.rows("SELECT state, attempts, error FROM publications_renderjob ORDER BY id")


def change(site, sql, *values):
    with closing(connect(site.var_dir / "db.sqlite3", timeout=30)) as database, database:
        database.execute(sql, values)


def get(url):
    with urllib.request.urlopen(url, timeout=30) as response:
        return response.url, response.read()


def run_worker(site, *arguments, **options):
    command = [sys.executable, "manage.py", "run_render_jobs", *arguments]
    return subprocess.Popen(
        command, cwd=django_settings.BASE_DIR, env=site_environment(site.var_dir), **options
    )


@pytest.mark.browser
def test_a_request_starts_the_worker_and_the_file_comes(site):
    url = f"{site.url}/tai-ve/{code_of(site, 'QT-TP-02')}/niem-yet.pdf"
    waiting, _page = get(url)
    assert "/tai-ve/cho/" in waiting
    until(lambda: all(state == "done" for state, *_rest in jobs_of(site)), "the file was not made")
    where, content = get(url)
    assert where == url and content.startswith(b"%PDF-")
    _again, same = get(waiting + "tep/")
    assert same == content
    # The worker has gone home: its lock is free.
    until(lambda: not is_working(site), "the worker did not end")


def is_working(site):
    import fcntl

    with (site.var_dir / "render-worker.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def processes_of(site):
    """Numbers of the worker processes that run on this site's data."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            is_worker = b"run_render_jobs" in (folder / "cmdline").read_bytes()
            if is_worker and str(site.var_dir).encode() in (folder / "environ").read_bytes():
                found.append(int(folder.name))
    return found


@pytest.mark.browser
def test_a_job_of_a_killed_worker_is_finished_by_the_next(site):
    get(f"{site.url}/tai-ve/{code_of(site, 'QT-TP-01')}/niem-yet.pdf")  # makes a job to copy
    until(lambda: all(state == "done" for state, *_rest in jobs_of(site)), "the file was not made")
    # Not its lock but its process: letting go, a worker looks once more whether something came, and would take it.
    until(lambda: not processes_of(site), "the worker did not end")
    change(
        site,
        "INSERT INTO publications_renderjob (public_id, recipe_key, recipe, state, done, total, doing, attempts, error,"
        " asked_from, created_at) SELECT '0123456789abcdef0123456789abcdef', 'k', json_set(recipe, '$.sheet', 'A0'),"
        " 'queued', 0, 0, '', 0, '', '', created_at FROM publications_renderjob LIMIT 1",
    )
    state = "SELECT state, attempts FROM publications_renderjob WHERE recipe_key = 'k'"
    first = run_worker(site, "--until-empty")
    until(lambda: site.rows(state) == [("running", 1)], "the job was not taken")
    os.kill(first.pid, signal.SIGKILL)
    assert first.wait(timeout=SECONDS) == -signal.SIGKILL
    assert site.rows(state) == [("running", 1)]
    # A minute later, told by moving its heartbeat back.
    change(
        site,
        "UPDATE publications_renderjob SET heartbeat_at = datetime(heartbeat_at, '-61 seconds')"
        " WHERE recipe_key = 'k'",
    )
    assert run_worker(site, "--until-empty").wait(timeout=SECONDS) == 0
    assert site.rows(state) == [("done", 2)]
    assert site.rows("PRAGMA integrity_check") == [("ok",)]


@pytest.mark.browser
def test_a_watching_worker_ends_when_told(site):
    service = run_worker(site, "--watch", stdout=subprocess.PIPE)
    assert service.stdout.readline()  # it waits for work
    service.terminate()
    assert service.wait(timeout=SECONDS) == 0
