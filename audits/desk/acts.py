"""One act: the last part of its address, its words, who may, which form, which service."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from audits.forms.plan_acts import ActForm
from audits.policies import AuditPolicy
from organisation.models import User


@dataclass(frozen=True, slots=True)
class Doing:
    """Who does it, with which record as the person saw it, saying what, when."""

    actor: User
    record: Any
    lock_version: int
    said: Mapping[str, Any]
    now: dt.datetime
    form: ActForm


@dataclass(frozen=True, slots=True)
class Act:
    """A row of a table of acts.

    Attributes:
        help: the sentence above the form: what follows from it.
        done: what the page says afterwards.
        is_decision: about what the person read, so that after a change it has to be read again.
        is_primary: the next thing that usually happens; `is_stop`: it ends something.
    """

    slug: str
    label: Any
    help: Any
    done: Any
    icon: str
    may: Callable[[AuditPolicy, Any], bool]
    perform: Callable[[Doing], Any]
    form: type[ActForm] = ActForm
    is_decision: bool = False
    is_primary: bool = False
    is_stop: bool = False


def acts_for(table: Mapping[str, Act], policy: AuditPolicy, record: Any) -> list[Act]:
    """What the person may do with the record now, in the order of the table."""
    return [act for act in table.values() if act.may(policy, record)]
