"""Several people, and processes that die: one wins, the others are told, nothing is lost or half done."""

import json
import os
import random
import shutil
import subprocess
import sys
import time
import uuid
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

from tests.database_template import template_in

PROCESS = Path(__file__).parent / "office_process.py"
WRITERS, SECONDS = 8, 20

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


class OfficeProcesses:
    """Processes of one office over one database of their own."""

    def __init__(self, database_url):
        self.environment = {
            **os.environ,
            "DATABASE_URL": database_url,
            "DJANGO_SETTINGS_MODULE": "iso_docs.settings.test",
            "PYTHONPATH": str(settings.BASE_DIR),
        }

    def start(self, *arguments):
        return subprocess.Popen(
            [sys.executable, str(PROCESS), *map(str, arguments)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=self.environment,
        )

    def run(self, *arguments):
        process = self.start(*arguments)
        out, _err = process.communicate(timeout=600)
        assert process.returncode == 0
        return json.loads(out.splitlines()[-1])

    def faults(self):
        """What does not hold, with its count; empty when all is well."""
        return {name: value for name, value in self.run("check").items() if value}


@pytest.fixture
def office(request, tmp_path):
    """An office of its own on the database the tests run on: a SQLite file, or a new PostgreSQL database."""
    if connection.vendor == "sqlite":
        template = template_in(request.config.cache.mkdir("database"))
        if template.exists():
            shutil.copy(template, tmp_path / "db.sqlite3")
        yield OfficeProcesses(f"sqlite:///{tmp_path / 'db.sqlite3'}")
        return
    name = f"office_{uuid.uuid4().hex[:10]}"
    here = connection.settings_dict
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    who = ":".join(quote(here[part], safe="") for part in ("USER", "PASSWORD") if here[part])
    where = quote(here["HOST"] or "localhost", safe="") + (f":{here['PORT']}" if here["PORT"] else "")
    yield OfficeProcesses(f"postgres://{who}@{where}/{name}")
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_two_tabs_receive_one_dossier(office):
    office.run("prepare", 0)
    keys = office.run("race", uuid.uuid4(), 6)
    assert len(set(keys)) == 1 and isinstance(keys[0], int), keys
    assert office.faults() == {}


def test_of_two_officers_one_wins_and_the_other_is_told(office):
    (dossier,) = office.run("prepare", 1)
    results = office.run("contest", dossier, 4)
    assert sorted(results) == ["StaleDossierError"] * 3 + ["done"]
    assert office.faults() == {}


def test_eight_writers_lose_nothing_and_are_never_locked_out(office):
    office.run("prepare", 0)
    writers = [office.start("work", SECONDS) for _ in range(WRITERS)]
    for writer in writers:
        assert writer.stdout.readline().strip() == "ready"
    for writer in writers:
        writer.stdin.write("go\n")
        writer.stdin.flush()
    results = [json.loads(writer.communicate(timeout=300)[0].splitlines()[-1]) for writer in writers]
    assert [result["errors"] for result in results] == [[]] * WRITERS
    assert all(result.get("dossiers", 0) for result in results), "everybody got a turn"
    assert office.faults() == {}
    print(f"\n{sum(result['dossiers'] for result in results)} dossiers, worst {results}")


@pytest.mark.parametrize("kills", [15, pytest.param(100, marks=pytest.mark.soak)])
def test_a_process_killed_while_completing_steps_leaves_nothing_half_done(office, kills):
    """kill -9 at a random moment, again and again, on the same database."""
    dossiers = office.run("prepare", 40)
    chance = random.Random(20261128)
    for round_ in range(kills):
        rotated = dossiers[round_ % len(dossiers) :] + dossiers[: round_ % len(dossiers)]
        process = office.start("complete", *rotated)
        assert process.stdout.readline().strip() == "ready"
        time.sleep(chance.uniform(0, 0.12))
        process.kill()
        process.wait()
        if round_ % 20 == 19:
            assert office.faults() == {}
    assert office.faults() == {}
    assert office.run("complete", *dossiers) == "all done", "and the work goes on"
    assert office.faults() == {}
