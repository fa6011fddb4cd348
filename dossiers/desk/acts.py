"""One act on a dossier: who may do it, with which form, by which service."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from dossiers.forms.acts import ActForm
from dossiers.models import Dossier, LateIncident
from dossiers.policies import DossierPolicy
from dossiers.selectors.details import DossierDetail
from organisation.models import User


@dataclass(frozen=True, slots=True)
class Subject:
    """What an act is about: the dossier, for the gate one of its late steps, and who acts."""

    actor: User
    policy: DossierPolicy
    detail: DossierDetail
    now: dt.datetime
    incident: LateIncident | None = None
    lock_version: int = 0

    @property
    def dossier(self) -> Dossier:
        """The dossier as it is now."""
        return self.detail.dossier


def _no_words(_subject: Subject) -> str:
    return ""


def _nothing(_subject: Subject) -> dict[str, Any]:
    return {}


@dataclass(frozen=True, slots=True)
class Act:
    """One act.

    Attributes:
        label: verb with object, on buttons and as the heading of its page.
        may: whether it is shown and taken at all.
        perform: calls the service with what the form gives.
        fit: fits the form to the reader (people to choose from), after it was made.
        initial: what stands in the form at first.
        help: a sentence above the form.
        template: more to read beside the form.
        refusal: why the reader may not, where that is more than who has the step in hand; empty otherwise.
        again: the label once `was_done`.
    """

    slug: str
    label: Any
    icon: str
    form: type[ActForm]
    may: Callable[[Subject], bool]
    perform: Callable[[Subject, Mapping[str, Any]], object]
    done: Any
    tone: str = ""
    help: Any = ""
    initial: Callable[[Subject], dict[str, Any]] = _nothing
    fit: Callable[[ActForm, Subject], None] | None = None
    template: str = ""
    context: Callable[[Subject], dict[str, Any]] = _nothing
    refusal: Callable[[Subject], str] = _no_words
    again: Any = ""
    was_done: Callable[[Subject], bool] | None = None

    def words(self, subject: Subject) -> Any:
        """The label as the dossier stands: what is there already is changed, not made."""
        return self.again if self.was_done is not None and self.was_done(subject) else self.label


def form_of(act: Act, subject: Subject, data: Any = None, files: Any = None) -> ActForm:
    """The form of an act, bound when data are given."""
    form = act.form(subject.detail, data, files, initial=act.initial(subject))
    if act.fit is not None:
        act.fit(form, subject)
    return form
