"""Dossiers in the numbers of a district: what is asked all day, what is written, what is brought in.

    .venv/bin/python -m bench.dossiers [--rows 440000] [--rounds 5] [--writers 8] [--json FILE]
    .ci/with-postgres .venv/bin/python -m bench.dossiers …

Works on the database of DATABASE_URL (SQLite: of ISO_DOCS_VAR_DIR), which must be one to throw away: it loads the
sample ward and fills it. Compare the ratios of one run, never the times of two machines. D1 to D5 and W1 are the
targets that docs/performance.md explains.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import multiprocessing
import os
import random
import statistics
import time
import uuid
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "iso_docs.settings.dev")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import OperationalError, connection, transaction  # noqa: E402
from django.db.models import QuerySet  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from document_control.models import IssuedVersion  # noqa: E402
from dossiers.enums import EventKind, StepState  # noqa: E402
from dossiers.generation import plans, service, writing  # noqa: E402
from dossiers.models import Dossier, DossierEvent, DossierStep  # noqa: E402
from dossiers.policies import DossierPolicy  # noqa: E402
from dossiers.rules.clock import limit_of  # noqa: E402
from dossiers.sample.telling import Ward, intake_of  # noqa: E402
from dossiers.selectors.lists import (  # noqa: E402
    ALL,
    MINE,
    OPEN,
    Wanted,
    dossiers_in,
    for_list,
    in_order,
    narrowed,
)
from dossiers.services import intake  # noqa: E402
from dossiers.services.recording import changing, record  # noqa: E402
from dossiers.statistics.answers import figures_of  # noqa: E402
from dossiers.statistics.keeping import deviations, recount  # noqa: E402
from dossiers.statistics.periods import Period  # noqa: E402
from dossiers.statistics.questions import Question  # noqa: E402
from organisation.models import OfficeSettings, Unit, User  # noqa: E402
from organisation.worktime import due_at  # noqa: E402

Report = dict[str, Any]
PAGE = 25
WRITING_SECONDS = 10
SHARED_DOSSIERS = 16


def worklist(officer: int, now: dt.datetime) -> QuerySet[Any]:
    """The first page of "in my hands", as the desk asks for it."""
    return for_list(in_order(dossiers_in(MINE, DossierPolicy(User(pk=officer))), MINE))[:PAGE]


def overdue(officer: int, now: dt.datetime) -> QuerySet[Any]:
    """The first page of what is overdue in the whole office; what a person may read narrows it further."""
    rows = narrowed(Dossier.objects.all(), Wanted(state=OPEN, is_overdue=True), now)
    return for_list(in_order(rows, ALL, OPEN))[:PAGE]


def overdue_of_officer(officer: int, now: dt.datetime) -> QuerySet[Any]:
    """The same of one officer."""
    rows = narrowed(Dossier.objects.all(), Wanted(state=OPEN, officer=officer, is_overdue=True), now)
    return for_list(in_order(rows, ALL, OPEN))[:PAGE]


QUESTIONS: dict[str, Callable[[int, dt.datetime], QuerySet[Any]]] = {
    "worklist": worklist,
    "overdue": overdue,
    "overdue of one officer": overdue_of_officer,
    "late steps": lambda officer, now: DossierStep.objects.filter(
        state=StepState.ACTIVE, due_at__lt=now
    ).order_by("due_at")[:PAGE],
    "look-up": lambda officer, now: Dossier.objects.filter(code_key="H26652611210001"),
}
"""What is asked all day: by (officer, now)."""


def timed(action: Callable[[], object], rounds: int, times: int = 1) -> Report:
    """Median, least and most milliseconds of one call."""
    taken = []
    for _round in range(rounds):
        begun = time.perf_counter()
        for _time in range(times):
            action()
        taken.append(1000 * (time.perf_counter() - begun) / times)
    return {
        "median_ms": round(statistics.median(taken), 3),
        "min_ms": round(min(taken), 3),
        "max_ms": round(max(taken), 3),
    }


def prepare(rows: int) -> Report:
    """A site with the sample ward and that many dossiers; what is there already is kept. Times of filling."""
    report: Report = {}
    if not _has_tables():
        call_command("migrate", verbosity=0)
        call_command("setup_site", verbosity=0)
        call_command("load_sample", verbosity=0)
    missing = rows - Dossier.objects.count()
    if missing > 100:
        plan = plans.district(timezone.get_default_timezone())
        if rows < plan.total:
            plan = plans.recent(missing, timezone.localtime())
        begun, used = time.perf_counter(), time.process_time()
        service.generate(plan, 7, lambda done, total: None, now=timezone.localtime())
        report = {
            "dossiers": plan.total,
            "seconds": round(time.perf_counter() - begun, 1),
            "processor_seconds": round(time.process_time() - used, 1),
        }
        service.generate(
            plans.recent(max(500, missing // 100), timezone.localtime()),
            7,
            lambda done, total: None,
            now=timezone.localtime(),
        )
    return report


def _has_tables() -> bool:
    return Dossier._meta.db_table in connection.introspection.table_names()


def ask(rounds: int) -> Report:
    """D1: each question of the day in the database, and beside it the same without its index."""
    now = timezone.now()
    step = DossierStep.objects.filter(state=StepState.ACTIVE).order_by("-pk").first()
    officer = step.officer_id if step and step.officer_id else 1
    report: Report = {}
    for name, question in QUESTIONS.items():
        sql, params = question(officer, now).query.sql_with_params()
        report[name] = timed(partial(_run, sql, params), rounds, 20)
    sql, params = Dossier.objects.filter(note="không có").order_by().query.sql_with_params()
    report["whole table, for comparison"] = timed(lambda: _run(sql, params), 3)
    return report


def _run(sql: str, params: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        cursor.fetchall()


def report_figures(rounds: int) -> Report:
    """D2: the figures of a year of everything from the counters; whether they equal a recount; how long that takes."""
    now = timezone.now()
    units = frozenset(Unit.objects.values_list("pk", flat=True))
    question = Question(now=now, unit_ids=units)
    period = Period(dt.date(2017, 1, 1), dt.date(2017, 12, 31))
    return {
        "a year, all units": timed(lambda: figures_of(question, [period]), rounds),
        "recount of everything": timed(recount, 1),
        "deviations": len(deviations()),
    }


def generated_against_raw(rounds: int) -> Report:
    """D4: dossiers made, hashed and written, against only writing the same rows. Rolled back."""
    settings = OfficeSettings.objects.select_related("office", "reception").get()
    plan = plans.recent(4_000, timezone.localtime())
    if settings.office is None:
        raise LookupError("the site settings name no office")
    office = service.office_of(plan, settings.office, settings.reception, timezone.localdate())
    whole, raw = [], []
    for seed in range(1_000, 1_000 + rounds):
        with transaction.atomic():
            kept = [*writing.write_batches(writing.Maker(plan, office, seed))]
            transaction.set_rollback(True)
        begun, used = time.perf_counter(), time.process_time()
        with transaction.atomic():
            writing.write(writing.Maker(plan, office, seed), lambda done, total: None)
            whole.append((time.perf_counter() - begun, time.process_time() - used))
            transaction.set_rollback(True)
        begun, used = time.perf_counter(), time.process_time()
        with transaction.atomic():
            for rows in kept:
                writing.store(rows)
            raw.append((time.perf_counter() - begun, time.process_time() - used))
            transaction.set_rollback(True)
    (whole_wall, whole_used), (raw_wall, raw_used) = _medians(whole), _medians(raw)
    return {
        "dossiers": plan.total,
        "whole_seconds": round(whole_wall, 2),
        "rows_only_seconds": round(raw_wall, 2),
        "ratio": round(raw_wall / whole_wall, 2),
        "ratio_of_processor_time": round(raw_used / whole_used, 2),
    }


def _medians(pairs: list[tuple[float, float]]) -> tuple[float, float]:
    wall, used = zip(*pairs, strict=True)
    return statistics.median(wall), statistics.median(used)


def receive_one(rounds: int) -> Report:
    """D3: a reception through the service, against inserting a dossier and its steps. Rolled back."""
    now = timezone.now()
    settings = OfficeSettings.objects.select_related("office", "reception").get()
    officer = User.objects.get(username="motcua")
    version = IssuedVersion.objects.in_force_at(now).get(document__code="QT-TP-08")
    if settings.office is None or settings.reception is None:
        raise LookupError("the site settings name no office or no reception point")
    ward = Ward(settings.office, settings.reception, {}, now, random.Random(1))

    def whole() -> Dossier:
        with transaction.atomic():
            key = uuid.uuid4().hex
            dossier = intake.receive(officer, intake_of(ward, version, "Đo thời gian", key=key), now)
            transaction.set_rollback(True)
        return dossier

    model = whole()

    def plain() -> None:
        with transaction.atomic():
            model.pk, model.code, model.request_key = None, f"DO-{uuid.uuid4().hex[:20]}", uuid.uuid4()
            model.code_key, model.current_step_id, model._state.adding = model.code, None, True
            Dossier.objects.bulk_create([model])
            DossierStep.objects.bulk_create(
                [DossierStep(dossier=model, number=n, kind="work", title="Bước") for n in range(1, 7)]
            )
            transaction.set_rollback(True)

    with CaptureQueriesContext(connection) as asked:
        whole()
    service_time, bare = timed(whole, rounds, 5), timed(plain, rounds, 5)
    return {
        "queries": len(asked),
        "reception": service_time,
        "bare inserts": bare,
        "ratio": round(service_time["median_ms"] / bare["median_ms"], 2),
    }


def change_one(rounds: int) -> Report:
    """D3: one change with its event, its counters and the version check, against a bare update."""
    dossier_id = Dossier.objects.order_by("-pk").values_list("pk", flat=True).first()
    if dossier_id is None:
        raise LookupError("there are no dossiers")
    with CaptureQueriesContext(connection) as asked:
        _change(dossier_id)

    def bare() -> None:
        with transaction.atomic():
            Dossier.objects.filter(pk=dossier_id).update(note=str(time.perf_counter()))

    whole, alone = timed(lambda: _change(dossier_id), rounds, 10), timed(bare, rounds, 10)
    return {
        "queries": len(asked),
        "changed": whole,
        "bare update": alone,
        "ratio": round(whole["median_ms"] / alone["median_ms"], 2),
    }


def _change(dossier_id: int) -> None:
    with changing(dossier_id) as dossier:
        record(dossier, EventKind.COMMENTED, now=timezone.now(), note="đo")


def _writer(ids: list[int], seconds: float, answers: Any) -> None:
    """One officer who changes shared dossiers as fast as possible."""
    connection.close()
    commits, locked, stale, waits = 0, 0, 0, []
    until = time.monotonic() + seconds
    place = os.getpid()
    while time.monotonic() < until:
        place += 1
        begun = time.perf_counter()
        try:
            _change(ids[place % len(ids)])
            commits += 1
        except OperationalError:
            locked += 1
        except Exception:
            stale += 1
        waits.append(1000 * (time.perf_counter() - begun))
    answers.put((commits, locked, stale, max(waits)))


def writers(count: int) -> Report:
    """D5: several processes change the same dossiers; no commit may be lost and nobody may starve."""
    ids = list(Dossier.objects.order_by("-pk").values_list("pk", flat=True)[:SHARED_DOSSIERS])
    before = _written(ids)
    connection.close()
    context = multiprocessing.get_context("fork")
    answers = context.Queue()
    people = [context.Process(target=_writer, args=(ids, WRITING_SECONDS, answers)) for _n in range(count)]
    for person in people:
        person.start()
    told = [answers.get(timeout=WRITING_SECONDS * 20) for _person in people]
    for person in people:
        person.join()
    commits = [each[0] for each in told]
    return {
        "writers": count,
        "changes_per_second": round(sum(commits) / WRITING_SECONDS, 1),
        "locked": sum(each[1] for each in told),
        "told_that_somebody_was_faster": sum(each[2] for each in told),
        "lost_changes": sum(commits) - (_written(ids) - before),
        "worst_wait_ms": round(max(each[3] for each in told), 1),
        "share_max_by_min": round(max(commits) / max(1, min(commits)), 2),
    }


def _written(ids: list[int]) -> int:
    return DossierEvent.objects.filter(dossier__in=ids).count()


def recount_due_dates(rounds: int) -> Report:
    """W1 in part: due moments counted anew, per second, by the rule and calendar kept with each dossier."""
    settings = OfficeSettings.objects.select_related("office").get()
    if settings.office is None:
        raise LookupError("the site settings name no office")
    office = service.office_of(
        plans.recent(1, timezone.localtime()), settings.office, None, timezone.localdate()
    )
    rows = list(Dossier.objects.filter(received_at__year=timezone.localdate().year)[:2_000])
    cases = [
        (row.received_at, limit_of(row.due_basis["rule"]))
        for row in rows
        if row.received_at and row.due_basis.get("rule")
    ]
    taken = timed(lambda: [due_at(begun, limit, office.calendar) for begun, limit in cases], rounds)
    return {"dossiers": len(cases), **taken, "per_second": round(1000 * len(cases) / taken["median_ms"])}


def main() -> None:
    """Fill, measure, print a line per measurement and write them as JSON."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--rows", type=int, default=440_000)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--writers", type=int, default=8)
    options.add_argument("--only", default="", help="Only the measurements whose name begins so.")
    options.add_argument("--json", type=Path)
    chosen = options.parse_args()
    report: Report = {
        "database": connection.vendor,
        "load_at_start": os.getloadavg()[0],
        "filled": prepare(chosen.rows),
        "dossiers": Dossier.objects.count(),
        "steps": DossierStep.objects.count(),
        "events": DossierEvent.objects.count(),
    }
    measurements: dict[str, Callable[[], Report]] = {
        "D1": lambda: ask(chosen.rounds),
        "D2": lambda: report_figures(chosen.rounds),
        "D3 reception": lambda: receive_one(chosen.rounds),
        "D3 change": lambda: change_one(chosen.rounds),
        "D4": lambda: generated_against_raw(min(chosen.rounds, 3)),
        "D5": lambda: writers(chosen.writers),
        "W1": lambda: recount_due_dates(chosen.rounds),
    }
    for name, measure in measurements.items():
        if chosen.only and not name.startswith(chosen.only):
            continue
        report[name] = measure()
        print(name, json.dumps(report[name], ensure_ascii=False), flush=True)
    report["load_at_end"] = os.getloadavg()[0]
    if chosen.json:
        chosen.json.write_text(json.dumps(report, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
