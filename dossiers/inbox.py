"""What of dossiers waits for a person: rows of "My work". A fixed number of queries, whatever waits."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from document_control.policies import DocumentPolicy
from dossiers.enums import IncidentState
from dossiers.models import Dossier, DossierSettings, LateIncident
from dossiers.policies import WORKERS, DossierPolicy
from dossiers.presentation.deadlines import LATE, LATER, NONE, TODAY, Clockface, Deadline, due_of, promise_of
from dossiers.presentation.rows import paused_since, step_words
from dossiers.rules.states import WAITING
from dossiers.selectors.clock import add_office_minutes
from dossiers.selectors.gate_times import acts_of, awaited_until
from dossiers.selectors.lists import READY, SUBMITTED
from dossiers.selectors.waiting import Waiting, waiting_counts, waiting_for
from procedures.workspace.inbox import DOSSIERS, LETTERS, Job, Tally

VERBS = {
    IncidentState.DETECTED: "giai-trinh",
    IncidentState.EXPLAINED: "soan-thu",
    IncidentState.LETTER_DRAFTED: "ky-thu",
    IncidentState.LETTER_SIGNED: "gui-thu",
}


def dossier_jobs(documents: DocumentPolicy, now: dt.datetime) -> list[Job]:
    """Letters to sign first, then what is late, what is for today, what comes up."""
    policy = _policy(documents)
    if not policy.roles & WORKERS:
        return []
    waiting = waiting_for(policy)
    return [
        *_letter_jobs(waiting, now),
        *_step_jobs(waiting, now),
        *_submission_jobs(waiting, now),
        *_counter_jobs(waiting),
    ]


def dossier_tally(documents: DocumentPolicy, now: dt.datetime) -> Tally:
    """How many those are: no calendar is asked, no dossier read."""
    policy = _policy(documents)
    if not policy.roles & WORKERS:
        return Counter()
    counts = waiting_counts(policy)
    return Counter({DOSSIERS: counts.explanations + counts.dossiers, LETTERS: counts.letters})


def _policy(documents: DocumentPolicy) -> DossierPolicy:
    policy = DossierPolicy(documents.user, documents.day)
    policy.documents = documents
    return policy


# --- Letters and explanations ---------------------------------------------------------------------------


def _letter_jobs(waiting: Waiting, now: dt.datetime) -> list[Job]:
    if not waiting.incidents:
        return []
    settings = DossierSettings.chosen()
    rows = [(incident, _awaited_until(incident, settings)) for incident in waiting.incidents]
    face = Clockface(now, [due for _incident, due in rows])
    jobs = [_letter_job(incident, due, face) for incident, due in rows]
    order = (LATE, TODAY, LATER, NONE)
    return sorted(jobs, key=lambda job: order.index(job.urgency))


def _awaited_until(incident: LateIncident, settings: DossierSettings) -> dt.datetime | None:
    act = acts_of(incident, settings).get(IncidentState(incident.state))
    return awaited_until(act, incident.dossier.competent_unit)


def _letter_job(incident: LateIncident, due: dt.datetime | None, face: Clockface) -> Job:
    dossier, state = incident.dossier, IncidentState(incident.state)
    deadline = face.deadline(due, dossier.competent_unit)
    titles = {
        IncidentState.DETECTED: _("Explain step %(number)s: %(title)s"),
        IncidentState.EXPLAINED: _("Draft the apology letter: %(title)s"),
        IncidentState.LETTER_DRAFTED: _("Sign the apology letter: %(title)s"),
        IncidentState.LETTER_SIGNED: _("Send the apology letter: %(title)s"),
    }
    verbs = {
        IncidentState.DETECTED: _("Explain the delay"),
        IncidentState.EXPLAINED: _("Draft the letter"),
        IncidentState.LETTER_DRAFTED: _("Sign the letter"),
        IncidentState.LETTER_SIGNED: _("Send the letter"),
    }
    held = _("The dossier is held until the apology letter is signed.")
    late = _("Step %(number)s, %(person)s, was late.") % {
        "number": incident.step.number,
        "person": incident.responsible,
    }
    return Job(
        DOSSIERS if state == IncidentState.DETECTED else LETTERS,
        deadline.urgency if deadline.urgency != NONE else TODAY,
        deadline.words,
        deadline.exact,
        titles[state] % {"number": incident.step.number, "title": dossier.document.title},
        dossier.code,
        held if dossier.is_held and state != IncidentState.LETTER_SIGNED else late,
        verbs[state],
        reverse("dossier-gate-act", args=[dossier.code, incident.pk, VERBS[state]]),
        "letter" if state != IncidentState.DETECTED else "",
        due=due,
    )


# --- Steps ----------------------------------------------------------------------------------------------


def _step_jobs(waiting: Waiting, now: dt.datetime) -> list[Job]:
    asked = {incident.dossier_id for incident in waiting.incidents}
    rows = [row for row in waiting.steps if row.pk not in asked]
    face = Clockface(now, [due for row in rows for due in (due_of(row), promise_of(row))])
    jobs = [_step_job(row, face, row.pk in waiting.supplemented) for row in rows]
    if waiting.more_steps:
        jobs.append(_more(waiting.more_steps, _("See all of them"), f"{reverse('dossier-list')}?xem=cua-toi"))
    return jobs


def _step_job(dossier: Dossier, face: Clockface, is_supplemented: bool) -> Job:
    step = dossier.current_step
    stands_still = dossier.state in WAITING
    deadline, why = _worse(dossier, face, stands_still=stands_still)
    words = step.title if step else ""
    context = ". ".join(part for part in (step_words(dossier).partition(":")[0], why) if part)
    if dossier.is_held:
        held = _("Held until the apology letter is signed.")
        context = f"{context}. {held}"
    if is_supplemented:
        context, deadline = _("Something came in for it."), _now(deadline)
    return Job(
        DOSSIERS,
        _urgency(deadline),
        deadline.words,
        deadline.exact,
        f"{words}: {dossier.document.title}",
        dossier.code,
        f"{dossier.applicant_name}. {context}",
        _("Let the clock run again") if is_supplemented else _("Open the dossier"),
        reverse("dossier-act", args=[dossier.code, "tiep-tuc"])
        if is_supplemented
        else reverse("dossier", args=[dossier.code]),
        "lock" if dossier.is_held else "pause" if stands_still else "",
        due=deadline.due,
    )


def _worse(dossier: Dossier, face: Clockface, *, stands_still: bool) -> tuple[Deadline, str]:
    """The worse of two deadlines, the step's and that of the dossier as a whole; words when it is the whole one."""
    unit, promised = dossier.competent_unit, promise_of(dossier)
    since = paused_since(dossier)
    of_step = face.deadline(due_of(dossier), unit, stands_still=stands_still, since=since)
    of_dossier = face.deadline(promised, unit, stands_still=stands_still, since=since)
    if promised is None or stands_still or (of_step.due is not None and of_step.due <= promised):
        return of_step, ""
    words = {LATE: _("Dossier overdue since %(moment)s"), TODAY: _("Dossier due at %(moment)s")}
    if of_dossier.urgency not in words:
        return of_step, ""
    return of_dossier, words[of_dossier.urgency] % {"moment": face.moment(promised)}


def _urgency(deadline: Deadline) -> str:
    return LATER if deadline.urgency == NONE else deadline.urgency


def _now(deadline: Deadline) -> Deadline:
    return Deadline(TODAY, deadline.words, deadline.exact, deadline.due)


# --- Counter --------------------------------------------------------------------------------------------


def _submission_jobs(waiting: Waiting, now: dt.datetime) -> list[Job]:
    minutes = waiting.acceptance_hours * 60
    rows = [
        (row, add_office_minutes(row.received_by, row.submitted_at, minutes) if row.submitted_at else None)
        for row in waiting.submissions
    ]
    face = Clockface(now, [due for _row, due in rows])
    jobs = [_submission_job(row, face.deadline(due, row.received_by)) for row, due in rows]
    if waiting.more_submissions:
        url = f"{reverse('dossier-list')}?xem={SUBMITTED}"
        jobs.append(_more(waiting.more_submissions, _("See all of them"), url))
    return jobs


def _submission_job(dossier: Dossier, deadline: Deadline) -> Job:
    asked = dossier.supplement_count > 0
    return Job(
        DOSSIERS,
        LATER if asked else _urgency(deadline),
        _("Waits for the applicant") if asked else deadline.words,
        "" if asked else deadline.exact,
        _("Accept: %(title)s") % {"title": dossier.document.title},
        dossier.code,
        dossier.applicant_name,
        _("Look and decide"),
        reverse("dossier", args=[dossier.code]),
        "inbox",
        due=None if asked else deadline.due,
    )


def _counter_jobs(waiting: Waiting) -> list[Job]:
    """Results at the counter are one row: nobody is late with them, whoever comes gets his."""
    if not waiting.results:
        return []
    title = ngettext(
        "%(count)s result waits at the counter", "%(count)s results wait at the counter", waiting.results
    )
    return [
        Job(
            DOSSIERS,
            LATER,
            _("To hand over"),
            "",
            title % {"count": waiting.results},
            "",
            _("Handed over when the applicant comes."),
            _("See the results"),
            f"{reverse('dossier-list')}?xem={READY}",
            "okc",
        )
    ]


def _more(count: int, verb: str, url: str) -> Job:
    title = ngettext("%(count)s more dossier", "%(count)s more dossiers", count) % {"count": count}
    return Job(
        DOSSIERS,
        LATER,
        _("Coming up"),
        "",
        title,
        "",
        _("Listed with the other dossiers."),
        verb,
        url,
        "list",
    )
