"""A whole site in a process of its own: its thread, or a service, writes what other processes save."""

import os
import shutil
import signal
import subprocess
import sys
import textwrap
import time

import pytest
from django.conf import settings
from django.db import connection

from tests.database_template import template_in

pytestmark = pytest.mark.slow

PATIENCE = 60
VISIBLE_WITHIN = 20.0
"""Two on a quiet machine; here a hang is told from a machine that has more to do."""
SAVE = """
    import time
    from document_control.models import LegalAct
    for number in range({start}, {stop}):
        LegalAct.objects.create(number=f"{{number}}/2020/NĐ-CP", title=f"Văn bản số {{number}} về hộ tịch")
    print(time.time())
"""
SERVE = """
    import sys, time
    from django.test import Client
    from django.conf import settings
    from document_control.models import LegalAct
    from modelsearch.backends import get_search_backend
    Client().get("/robots.txt")
    for line in sys.stdin:
        wanted, deadline = int(line), time.time() + 60
        while get_search_backend().search("van ban ve ho tich", LegalAct).count() < wanted and time.time() < deadline:
            time.sleep(0.05)
        print(get_search_backend().search("van ban ve ho tich", LegalAct).count(), time.time(), flush=True)
"""
COUNT = """
    from document_control.models import LegalAct
    from modelsearch.backends import get_search_backend
    found = [act.number for act in get_search_backend().search("van ban ve ho tich", LegalAct)]
    assert get_search_backend().store.trouble() == ""
    print(len(found), len(set(found)))
"""


@pytest.fixture
def environment(tmp_path, request, django_db_setup):
    """An own database, copied from the migrated one, and an own index."""
    if connection.vendor != "sqlite":
        pytest.skip("copies the SQLite database of the tests")
    shutil.copy(template_in(request.config.cache.mkdir("database")), tmp_path / "db.sqlite3")
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.search.backend.site_settings",
        "TEST_DATABASE": str(tmp_path / "db.sqlite3"),
        "SEARCH_INDEX_DIR": str(tmp_path / "search-index"),
        "ISO_DOCS_VAR_DIR": str(tmp_path),
        "PYTHONPATH": os.pathsep.join([str(settings.BASE_DIR), os.environ.get("PYTHONPATH", "")]),
    }


@pytest.fixture
def start(environment):
    """Start a process of the site; none outlives the test."""
    children = []

    def run(*arguments, **options):
        child = subprocess.Popen(
            [sys.executable, *arguments],
            env=environment,
            cwd=settings.BASE_DIR,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        children.append(child)
        return child

    yield run
    for child in children:
        child.kill()
        child.communicate()


def script(text, **values):
    code = textwrap.dedent(text.format(**values) if values else text)
    return "-c", f"import django; django.setup()\n{code}"


def test_a_save_of_another_process_is_found_soon(start):
    site = start(*script(SERVE))
    assert ask(site, 0)[0] == 0
    time.sleep(3)  # the first index is built
    for start_at in (0, 5):
        saved_at = float(
            start(*script(SAVE, start=start_at, stop=start_at + 5)).communicate(timeout=PATIENCE)[0]
        )
        count, found_at = ask(site, start_at + 5)
        assert count == start_at + 5
        assert found_at - saved_at < VISIBLE_WITHIN


def ask(site, wanted):
    site.stdin.write(f"{wanted}\n")
    site.stdin.flush()
    count, moment = site.stdout.readline().split()
    return int(count), float(moment)


def test_a_service_that_is_killed_again_and_again_loses_nothing(start):
    service = ("manage.py", "run_search_worker")
    savers = [start(*script(SAVE, start=first, stop=first + 150)) for first in (1000, 2000)]
    while any(saver.poll() is None for saver in savers):
        worker = start(*service)
        worker.stdout.readline()
        time.sleep(0.7)
        worker.send_signal(signal.SIGKILL)
        worker.wait(PATIENCE)
    last = start(*service, "--until-empty")
    assert "Đã ghi" in last.communicate(timeout=PATIENCE)[0]
    assert start(*script(COUNT)).communicate(timeout=PATIENCE)[0].split() == ["300", "300"]


def test_a_service_stops_when_asked(start):
    worker = start("manage.py", "run_search_worker")
    worker.stdout.readline()
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(PATIENCE) == 0
