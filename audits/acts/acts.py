"""One act on a finding or an action: who may do it, why others may not, with which form, by which service."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from django import forms
from django.urls import reverse

from audits.models import CorrectiveAction, Finding
from audits.policies import AuditPolicy
from organisation.models import User

Row = TypeVar("Row", Finding, CorrectiveAction)


@dataclass(frozen=True, slots=True)
class Subject(Generic[Row]):
    """What an act is about, and who acts.

    Attributes:
        lock_version: of the page the person saw.
    """

    actor: User
    policy: AuditPolicy
    row: Row
    now: dt.datetime
    lock_version: int

    @property
    def actions(self) -> list[CorrectiveAction]:
        """The actions of a finding; an action alone."""
        return list(self.row.actions.all()) if isinstance(self.row, Finding) else [self.row]


class SubjectForm(forms.Form):
    """A form that may fit its fields to its subject."""

    def __init__(self, subject: Subject[Any], *args: Any, **options: Any) -> None:
        self.subject = subject
        super().__init__(*args, **options)
        self.setup()

    def setup(self) -> None:
        """Fit the fields to the subject."""


def _nothing(_subject: Subject[Any]) -> dict[str, Any]:
    return {}


def _no_words(_subject: Subject[Any]) -> str:
    return ""


def always(_subject: Subject[Any]) -> bool:
    """For acts that are the next thing to do whenever they may be done."""
    return True


def _never(_subject: Subject[Any]) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Act(Generic[Row]):
    """One act.

    Attributes:
        label: verb with object, on buttons and as the heading of its page; `other_label` replaces it where it gives
            words (to write a plan, to correct the one that stands there).
        may: whether it is taken at all.
        blocked: why it is not possible yet, or not for this person; empty hides the button where `may` says no.
            Where `may` says yes a reason locks the button, too.
        perform: calls the service with what the form gives.
        done: what is said afterwards.
        is_next: whether it is what has to happen now; the button that stands out.
        template: more to read beside the form, with `context`.
    """

    slug: str
    label: Any
    icon: str
    form: type[SubjectForm]
    may: Callable[[Subject[Row]], bool]
    perform: Callable[[Subject[Row], Mapping[str, Any]], object]
    done: Any
    blocked: Callable[[Subject[Row]], str] = _no_words
    is_next: Callable[[Subject[Row]], bool] = _never
    other_label: Callable[[Subject[Row]], str] = _no_words
    is_stop: bool = False
    help: Any = ""
    initial: Callable[[Subject[Row]], dict[str, Any]] = _nothing
    template: str = ""
    context: Callable[[Subject[Row]], dict[str, Any]] = _nothing

    def label_for(self, subject: Subject[Row]) -> str:
        """What it is called as its subject stands."""
        return self.other_label(subject) or str(self.label)


@dataclass(frozen=True, slots=True)
class Button:
    """An act as a page shows it: open, or locked with the reason.

    Attributes:
        code: of the action it is about, where a page shows acts of several; empty for the record of the page.
    """

    slug: str
    label: str
    icon: str
    url: str
    is_next: bool = False
    is_stop: bool = False
    locked_reason: str = ""
    code: str = ""


def act_url(row: Finding | CorrectiveAction, slug: str) -> str:
    """The page of an act on a finding or an action."""
    return reverse("finding-act" if isinstance(row, Finding) else "action-act", args=[row.code, slug])


def buttons(acts: Mapping[str, Act[Row]], subject: Subject[Row]) -> list[Button]:
    """What is shown to the reader: the next thing to do first, what is locked last, else in the order of the table."""
    found = []
    for act in acts.values():
        reason = act.blocked(subject)
        if act.may(subject) or reason:
            found.append(_button(act, subject, reason))
    return sorted(found, key=lambda button: (bool(button.locked_reason), not button.is_next))


def next_buttons(acts: Mapping[str, Act[Row]], subjects: Iterable[Subject[Row]]) -> list[Button]:
    """What the reader has to do next about each of several records, each with the code of its record."""
    return [
        replace(_button(act, subject, ""), code=subject.row.code)
        for subject in subjects
        for act in acts.values()
        if act.is_next(subject) and act.may(subject) and not act.blocked(subject)
    ]


def _button(act: Act[Row], subject: Subject[Row], reason: str) -> Button:
    return Button(
        act.slug,
        act.label_for(subject),
        act.icon,
        act_url(subject.row, act.slug),
        is_next=not reason and act.is_next(subject),
        is_stop=act.is_stop,
        locked_reason=reason,
    )
