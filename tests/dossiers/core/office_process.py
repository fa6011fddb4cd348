"""One process of an office, for tests that need several, or one that is killed.

Usage: DATABASE_URL=… python office_process.py MODE [ARGUMENTS]. Prints one JSON line.

    prepare N          tables, people, a version and N dossiers whose first step is done; prints their keys
    race KEY THREADS   so many threads receive one request at once; prints the keys of what they got
    contest ID THREADS so many threads complete one step at once; prints what became of each
    work SECONDS       receive and run dossiers to the end, one after the other; prints counts, errors, worst wait
    complete IDS       say ready, complete the steps of these dossiers one by one, for ever; meant to be killed
    check              prints faults of the chains and broken invariants of the rows
"""

import json
import sys
import threading
import time
import uuid
from collections import Counter

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import OperationalError, connection  # noqa: E402
from django.db.models import F, Max  # noqa: E402

from dossiers.enums import DossierState, IncidentState, StepState  # noqa: E402
from dossiers.integrity import verify  # noqa: E402
from dossiers.models import Dossier, DossierSettings, DossierStep, Sequence  # noqa: E402
from dossiers.services import intake, steps  # noqa: E402
from dossiers.statistics.keeping import deviations  # noqa: E402
from tests.dossiers import factories as make  # noqa: E402
from tests.dossiers.factories import at  # noqa: E402

NOW = at("2026-11-16 08:30")


def prepare(count):
    call_command("migrate", verbosity=0)
    make.issued_version()
    return [make.complete(make.receive(now=NOW), NOW).pk for _ in range(int(count))]


def race(key, threads):
    return together(int(threads), lambda: make.receive(now=NOW, request_key=uuid.UUID(key)).pk)


def contest(dossier_id, threads):
    dossier = make.fresh(Dossier(pk=int(dossier_id)))
    officer, seen = dossier.current_step.officer, dossier.lock_version

    def act():
        steps.complete_step(officer, dossier.pk, seen, NOW)
        return "done"

    return together(int(threads), act)


def together(threads, act):
    """What `act` gave in each thread, or the name of its error; all begin at the same moment."""
    make.issued_version()
    barrier, results = threading.Barrier(threads), [None] * threads

    def run(place):
        barrier.wait()
        try:
            results[place] = act()
        except Exception as error:
            results[place] = type(error).__name__
        finally:
            connection.close()

    workers = [threading.Thread(target=run, args=(place,)) for place in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return results


def work(seconds):
    version = make.issued_version()
    officer = make.make_desk().officer
    print("ready", flush=True)
    sys.stdin.readline()
    end, done = time.monotonic() + float(seconds), Counter()
    errors, worst = [], 0.0
    while time.monotonic() < end:
        begun = time.monotonic()
        try:
            dossier = intake.receive(officer, make.intake_of(version), NOW)
            while dossier.state != DossierState.RETURNED:
                dossier = make.complete(dossier, NOW)
                done["steps"] += 1
            done["dossiers"] += 1
        except OperationalError as error:
            errors.append(str(error))
        worst = max(worst, time.monotonic() - begun)
    return {**done, "errors": errors, "worst_seconds": round(worst, 3)}


def complete(*dossier_ids):
    print("ready", flush=True)
    for dossier_id in dossier_ids:
        dossier = make.fresh(Dossier(pk=int(dossier_id)))
        while dossier.state != DossierState.RETURNED:
            dossier = make.complete(dossier, NOW)
    return "all done"


def check():
    """Faults, and how often each invariant between rows is broken: all must be 0."""
    gate = DossierSettings.chosen().gate_mode
    return {
        "faults": [str(fault) for fault in verify()],
        "counters": [str(deviation) for deviation in deviations()],
        "active steps elsewhere than in hand": DossierStep.objects.filter(state=StepState.ACTIVE)
        .exclude(dossier__current_step=F("pk"))
        .count(),
        "in hand but not active": Dossier.objects.filter(current_step__isnull=False)
        .exclude(current_step__state=StepState.ACTIVE)
        .count(),
        "returned with something to do": Dossier.objects.filter(state=DossierState.RETURNED)
        .exclude(steps__state=StepState.DONE)
        .count(),
        "events beside the row": sum(
            dossier.event_count != (dossier.last or 0)
            for dossier in Dossier.objects.annotate(last=Max("events__sequence"))
        ),
        "codes beside the running number": _gap(),
        "held although the gate is off or the letter signed": Dossier.objects.filter(is_held=True)
        .filter(incidents__state__in=[IncidentState.LETTER_SIGNED, IncidentState.LETTER_SENT])
        .count()
        + (Dossier.objects.filter(is_held=True).count() if gate == "off" else 0),
    }


def _gap():
    """Every number of the day was given exactly once: no code twice, none lost."""
    last = Sequence.objects.filter(name__startswith="dossier:").values_list("last", flat=True).first() or 0
    return last - Dossier.objects.count()


MODES = {
    "prepare": prepare,
    "race": race,
    "contest": contest,
    "work": work,
    "complete": complete,
    "check": check,
}

if __name__ == "__main__":
    mode, *arguments = sys.argv[1:]
    print(json.dumps(MODES[mode](*arguments), ensure_ascii=False), flush=True)
