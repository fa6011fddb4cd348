"""One act on a finding or an action: who may do it, why others may not, with which form, by which service."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django import forms

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


def _no_reason(_subject: Subject[Any]) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Act(Generic[Row]):
    """One act.

    Attributes:
        label: verb with object, on buttons and as the heading of its page.
        may: whether it is taken at all.
        blocked: why it is not possible yet, or not for this person; empty hides the button where `may` says no.
            Where `may` says yes a reason locks the button, too.
        perform: calls the service with what the form gives.
        done: what is said afterwards.
        template: more to read beside the form, with `context`.
    """

    slug: str
    label: Any
    icon: str
    form: type[SubjectForm]
    may: Callable[[Subject[Row]], bool]
    perform: Callable[[Subject[Row], Mapping[str, Any]], object]
    done: Any
    blocked: Callable[[Subject[Row]], str] = _no_reason
    tone: str = ""
    help: Any = ""
    initial: Callable[[Subject[Row]], dict[str, Any]] = _nothing
    template: str = ""
    context: Callable[[Subject[Row]], dict[str, Any]] = _nothing


@dataclass(frozen=True, slots=True)
class Button:
    """An act as a page shows it: open, or locked with the reason."""

    act: Act[Any]
    locked_reason: str = ""


def buttons(acts: Mapping[str, Act[Row]], subject: Subject[Row]) -> list[Button]:
    """What is shown to the reader, in the order of the table: possible acts first."""
    found = []
    for act in acts.values():
        reason = act.blocked(subject)
        if act.may(subject) or reason:
            found.append(Button(act, reason))
    return sorted(found, key=lambda button: bool(button.locked_reason))
