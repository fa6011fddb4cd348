"""What invented dossiers are made of: issued procedures, people, calendar of an office. Read once per run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from document_control.canonical import clean_text
from document_control.models import IssuedVersion, Withdrawal
from document_control.standing import ChainEvent, in_force_id
from dossiers.enums import DossierState, StepKind
from dossiers.rules.clock import limit_of, rule_of, step_limit
from dossiers.rules.step_kinds import ONE_STOP, kinds_of, state_at
from dossiers.services.making import HANDOVER_TITLE
from organisation.models import Assignment, Unit
from organisation.worktime import Calendar, TimeLimit
from procedures.enums import Channel
from procedures.snapshot_reading import Part, Snapshot, decimal_value, part, parts

FREQUENCIES = ((480, 12.0), (1_440, 4.0), (4_800, 1.2), (10**9, 0.4))
"""(working minutes of the limit up to, weight): what is quickly done is asked for most."""
UNKNOWN_MINUTES = 14_400


@dataclass(frozen=True, slots=True)
class StepModel:
    """A step of a version.

    Attributes:
        limit: None for a step without a time of its own; `minutes` then 0.
        copied: the columns that every dossier copies.
    """

    number: int
    kind: StepKind
    role: str
    position: str
    limit: TimeLimit | None
    minutes: int
    copied: dict[str, Any] = field(hash=False)


@dataclass(frozen=True, slots=True)
class CaseModel:
    """A case of a version (code "" where it has none) with the limit that holds in it."""

    code: str
    rule: Part
    limit: TimeLimit


@dataclass(frozen=True, slots=True)
class VersionModel:
    """An issued version, ready for copying; `states`: of a dossier while each of the steps is in hand."""

    pk: int
    document_id: int
    code: str
    national_code: str
    number: str
    title: str
    field_code: str
    channels: frozenset[str]
    cases: tuple[CaseModel, ...]
    steps: tuple[StepModel, ...]
    states: tuple[DossierState, ...]
    weight: float

    @property
    def longest_minutes(self) -> int:
        """Working minutes of the longest limit of its cases."""
        return max(case.limit.minutes or UNKNOWN_MINUTES for case in self.cases)


@dataclass(frozen=True, slots=True)
class Procedure:
    """The versions of one document with the moments from which they hold."""

    events: tuple[ChainEvent, ...]
    versions: dict[int, VersionModel]
    first: VersionModel

    def nearest(self, moment: dt.datetime) -> tuple[VersionModel, bool]:
        """As `at`; while withdrawn, the last version before, standing in."""
        if (found := self.at(moment)) is not None:
            return found
        held = [event for event in self.events if event.version_id and event.effective_from <= moment]
        return self.versions[held[-1].version_id or 0], True

    def at(self, moment: dt.datetime) -> tuple[VersionModel, bool] | None:
        """The version of a reception at `moment`, and whether it stands in for one that the office never had.

        None while the procedure is withdrawn: nobody receives it then.
        """
        if moment < self.events[0].effective_from:
            return self.first, True
        found = in_force_id(self.events, moment)
        return (self.versions[found], False) if found else None


@dataclass(frozen=True, slots=True)
class Officer:
    """A person in a post, with the texts that events keep."""

    pk: int
    username: str
    name: str
    post: str
    unit: str
    unit_id: int
    role: str


@dataclass
class People:
    """Who does what when; whoever is asked for too early a day is one of those who hold the role today."""

    held: list[tuple[dt.date, dt.date | None, Officer]]
    today: dt.date
    _known: dict[tuple[str, str, int], list[Officer]] = field(default_factory=dict)

    def for_step(self, role: str, position: str, day: dt.date) -> list[Officer]:
        """The persons of a step on a day, those of the very post first; never empty."""
        key = (role, position, day.year * 100 + day.month)
        if key not in self._known:
            self._known[key] = self._find(role, position, day)
        return self._known[key]

    def _find(self, role: str, position: str, day: dt.date) -> list[Officer]:
        for asked in (day, self.today):
            then = [person for first, last, person in self.held if first <= asked <= (last or dt.date.max)]
            of_role = [person for person in then if person.role == role]
            of_post = [person for person in of_role if person.post == position]
            if found := of_post or of_role:
                return found
        return [person for _first, _last, person in self.held]


@dataclass(frozen=True, slots=True)
class Office:
    """Everything a run reads."""

    unit: Unit
    counter: Unit
    code: str
    calendar: Calendar
    procedures: tuple[Procedure, ...]
    people: People


class EmptyOfficeError(LookupError):
    """No procedure with a time limit was ever issued, or nobody holds a post."""


def read_office(unit: Unit, counter: Unit, code: str, calendar: Calendar, today: dt.date) -> Office:
    """Read what dossiers of `unit` are made of.

    Args:
        code: identifier of the office, with which the codes begin.

    Raises:
        EmptyOfficeError: there is nothing to make dossiers of.
    """
    procedures, people = read_procedures(), _people(today)
    if not procedures or not people.held:
        raise EmptyOfficeError
    return Office(unit, counter, code, calendar, tuple(procedures), people)


def read_procedures() -> list[Procedure]:
    """Every procedure of the register with all its versions that can be run; three queries."""
    cancelled = set(
        Withdrawal.objects.filter(cancelled_version__isnull=False).values_list(
            "cancelled_version_id", flat=True
        )
    )
    chains: dict[int, list[ChainEvent]] = {}
    for row in Withdrawal.objects.filter(cancelled_version=None):
        event = ChainEvent(row.chain_index, row.effective_from, None)
        chains.setdefault(row.document_id, []).append(event)
    models: dict[int, dict[int, VersionModel]] = {}
    issued = IssuedVersion.objects.filter(~Q(pk__in=cancelled)).filter(snapshot__kind="procedure")
    for version in issued.select_related("document").order_by("document__code", "chain_index"):
        if model := _version(version):
            models.setdefault(version.document_id, {})[version.pk] = model
            event = ChainEvent(version.chain_index, version.effective_from, version.pk)
            chains.setdefault(version.document_id, []).append(event)
    found = []
    for document_id, versions in models.items():
        events = tuple(sorted(chains[document_id], key=lambda event: event.index))
        found.append(Procedure(events, versions, next(iter(versions.values()))))
    return found


def _version(version: IssuedVersion) -> VersionModel | None:
    """The version as a model; None where no limit is said or nobody of the office does anything."""
    snapshot: Snapshot = version.snapshot
    cases = tuple(_cases(snapshot))
    raw = parts(snapshot, "steps")
    roles = [part(step, "role").get("code", "") for step in raw]
    kinds = kinds_of(roles)
    if not cases or StepKind.INTAKE not in kinds:
        return None
    longest = max(case.limit.minutes or UNKNOWN_MINUTES for case in cases)
    offered = {str(row["channel"]) for row in parts(snapshot, "channels")}
    immediate = cases[0].limit.uses_immediate_saturdays
    steps = _steps(raw, roles, kinds, immediate)
    return VersionModel(
        pk=version.pk,
        document_id=version.document_id,
        code=version.document.code,
        national_code=str(snapshot.get("national_code") or ""),
        number=str(version.number),
        title=clean_text(snapshot["title"]),
        field_code=part(snapshot, "field").get("code", ""),
        channels=frozenset(offered or {Channel.DIRECT.value}),
        cases=cases,
        steps=steps,
        states=tuple(state_at([step.kind for step in steps], place) for place in range(len(steps))),
        weight=next(weight for most, weight in FREQUENCIES if longest <= most),
    )


def _cases(snapshot: Snapshot) -> list[CaseModel]:
    codes = [str(case["code"]) for case in parts(snapshot, "cases")] or [""]
    if not part(snapshot, "time_limit"):
        codes = [str(case["code"]) for case in parts(snapshot, "cases") if case.get("time_limit")]
    rules = [(code, rule_of(snapshot, code)) for code in codes]
    return [CaseModel(code, rule, limit_of(rule)) for code, rule in rules]


def _steps(
    raw: Sequence[Part], roles: Sequence[str], kinds: Sequence[StepKind], immediate: bool
) -> tuple[StepModel, ...]:
    """The steps, with a handing over at the end where the version has none, as every reception adds it."""
    steps = [_step(step, role, kind, immediate) for step, role, kind in zip(raw, roles, kinds, strict=True)]
    if StepKind.HANDOVER not in kinds:
        last = {"number": max(step.number for step in steps) + 1, "title": HANDOVER_TITLE}
        steps.append(_step(last, ONE_STOP, StepKind.HANDOVER, immediate))
    return tuple(steps)


def _step(step: Part, role: str, kind: StepKind, immediate: bool) -> StepModel:
    duration = part(step, "duration")
    value = decimal_value(duration)
    unit = str(duration.get("unit", ""))
    limit = step_limit(value, unit, immediate=immediate)
    position = clean_text(step.get("position") or "")
    copied = {
        "number": step["number"],
        "kind": kind.value,
        "title": clean_text(step["title"]),
        "role_code": role,
        "position": position,
        "duration_value": None if value is None else str(value),
        "duration_unit": unit,
        "output": clean_text(step.get("output") or ""),
        "form_code": step.get("form") or "",
        "waits_outside": bool(step.get("waits_outside")),
    }
    minutes = (limit.minutes or UNKNOWN_MINUTES) if limit else 0
    return StepModel(step["number"], kind, role, position, limit, minutes, copied)


def _people(today: dt.date) -> People:
    rows = Assignment.objects.filter(acting_for=None)
    held = [
        (row.valid_from or dt.date.min, row.valid_to, _officer(row))
        for row in rows.select_related("user", "post__unit", "post__role").order_by("pk")
    ]
    return People(held, today)


def _officer(row: Assignment) -> Officer:
    post = row.post
    return Officer(
        pk=row.user_id,
        username=row.user.get_username(),
        name=clean_text(row.user.get_full_name()),
        post=clean_text(post.title),
        unit=clean_text(post.unit.name),
        unit_id=post.unit_id,
        role=post.role.code,
    )
