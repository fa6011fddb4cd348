"""The log of a dossier in sentences that everybody reads: who did what, when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from dossiers.enums import CauseCategory, EventKind, LetterChannel, PauseKind, SlipKind
from dossiers.models import DossierEvent
from dossiers.presentation.deadlines import Clockface

Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line of the log.

    Attributes:
        who: name as it was then; "Hệ thống" for the system.
        post: post and unit as they were then, for the title of the name.
        note: what was said with it, in own words.
    """

    sequence: int
    at: Any
    moment: str
    who: str
    post: str
    what: str
    note: str


class Sentences:
    """Puts events into words.

    Args:
        titles: titles of the steps by number.
        people: names of people by key, as they are called now.
    """

    def __init__(self, titles: Mapping[int, str], people: Mapping[int, str], face: Clockface) -> None:
        self.titles, self.people, self.face = titles, people, face

    def lines(self, events: Iterable[DossierEvent]) -> list[LogLine]:
        """A line per event, in the order given."""
        return [
            LogLine(
                event.sequence,
                event.at,
                self.face.moment(event.at),
                event.actor_name or _("The system"),
                ", ".join(part for part in (event.actor_post, event.actor_unit) if part),
                self.what(event),
                event.note,
            )
            for event in events
        ]

    def what(self, event: DossierEvent) -> str:
        """What happened, with the facts that this kind of event carries."""
        template = TEMPLATES.get(EventKind(event.kind))
        if template is None:
            return str(EventKind(event.kind).label)
        return template(self, event.data or {})

    def step(self, facts: Facts, key: str = "step") -> str:
        """“bước 3 (Thẩm tra)”, or “bước 3” when the step is unknown."""
        number = facts.get(key)
        title = self.titles.get(number) if isinstance(number, int) else None
        words = _("step %(number)s") % {"number": number if number is not None else "?"}
        return f"{words} ({title})" if title else words

    def person(self, facts: Facts, key: str = "officer") -> str:
        """The name of somebody an event speaks of."""
        return self.people.get(facts.get(key) or 0, _("another person"))

    def moment(self, facts: Facts, key: str) -> str:
        """A moment an event speaks of; empty when it has none."""
        text = facts.get(key)
        try:
            at = dt.datetime.fromisoformat(text) if isinstance(text, str) else None
        except ValueError:
            return ""
        return self.face.moment(at) if at is not None and at.tzinfo else ""


def _started(words: Sentences, facts: Facts) -> str:
    due = words.moment(facts, "due")
    text = _("%(step)s begun, with %(person)s") % {"step": words.step(facts), "person": words.person(facts)}
    if not due:
        return text
    until = _("due %(moment)s") % {"moment": due}
    return f"{text}, {until}"


def _reassigned(words: Sentences, facts: Facts) -> str:
    return _("gave %(step)s to %(person)s") % {
        "step": words.step(facts),
        "person": words.person(facts, "to"),
    }


def _received(words: Sentences, facts: Facts) -> str:
    due = words.moment(facts, "due")
    return (
        _("received the dossier, to be done by %(moment)s") % {"moment": due}
        if due
        else _("received the dossier")
    )


def _paused(words: Sentences, facts: Facts) -> str:
    kind = facts.get("kind") or facts.get("pause")
    label = PauseKind(kind).label if kind in PauseKind.values else ""
    return (
        _("stopped the clock: %(reason)s") % {"reason": str(label).lower()}
        if label
        else _("stopped the clock")
    )


def _slip(_words: Sentences, facts: Facts) -> str:
    kind = facts.get("slip")
    label = SlipKind(kind).label if kind in SlipKind.values else kind or ""
    return _("issued: %(slip)s, no. %(number)s") % {"slip": label, "number": facts.get("number", "")}


def _explained(_words: Sentences, facts: Facts) -> str:
    cause = facts.get("cause")
    label = CauseCategory(cause).label if cause in CauseCategory.values else ""
    return (
        _("explained the delay: %(cause)s") % {"cause": str(label).lower()}
        if label
        else _("explained the delay")
    )


def _sent(_words: Sentences, facts: Facts) -> str:
    channel = facts.get("channel")
    label = LetterChannel(channel).label if channel in LetterChannel.values else ""
    return _("sent the apology letter: %(channel)s") % {"channel": str(label).lower()}


def _fixed(text: Callable[[], str]) -> Callable[[Sentences, Facts], str]:
    return lambda _words, _facts: text()


TEMPLATES: Mapping[EventKind, Callable[[Sentences, Facts], str]] = {
    EventKind.SUBMITTED: _fixed(lambda: _("entered the dossier; it waits for acceptance")),
    EventKind.RECEIVED: _received,
    EventKind.INTAKE_RETURNED: _fixed(lambda: _("asked for supplements before reception")),
    EventKind.INTAKE_REFUSED: _fixed(lambda: _("refused the reception")),
    EventKind.STEP_STARTED: _started,
    EventKind.STEP_COMPLETED: lambda words, facts: _("finished %(step)s") % {"step": words.step(facts)},
    EventKind.STEP_RETURNED: lambda words, facts: (
        _("gave back to %(step)s") % {"step": words.step(facts, "to")}
    ),
    EventKind.REASSIGNED: _reassigned,
    EventKind.PAUSED: _paused,
    EventKind.RESUMED: _fixed(lambda: _("let the clock run again")),
    EventKind.RESTARTED: _fixed(lambda: _("began the clock anew")),
    EventKind.COMMENTED: _fixed(lambda: _("remarked")),
    EventKind.FILE_ADDED: _fixed(lambda: _("added a file")),
    EventKind.INCIDENT_DETECTED: lambda words, facts: (
        (_("%(step)s is late, the dossier is held") if facts.get("holds", True) else _("%(step)s is late"))
        % {"step": words.step(facts)}
    ),
    EventKind.EXPLAINED: _explained,
    EventKind.LETTER_DRAFTED: _fixed(lambda: _("drafted the apology letter")),
    EventKind.LETTER_SIGNED: _fixed(lambda: _("signed the apology letter")),
    EventKind.LETTER_SENT: _sent,
    EventKind.REAPPOINTED: _fixed(lambda: _("promised a new date")),
    EventKind.GATE_OVERRIDDEN: _fixed(lambda: _("let the dossier through without a letter")),
    EventKind.INCIDENT_CLOSED: _fixed(lambda: _("the delay is settled")),
    EventKind.DUE_CHANGED: _fixed(lambda: _("counted the due date anew")),
    EventKind.READY: _fixed(lambda: _("the result lies ready at the counter")),
    EventKind.RETURNED: _fixed(lambda: _("handed the result over")),
    EventKind.REFUSED: _fixed(lambda: _("refused the dossier")),
    EventKind.WITHDRAWN: _fixed(lambda: _("recorded that the applicant withdraws")),
    EventKind.STOPPED: _fixed(lambda: _("stopped the dossier")),
    EventKind.SLIP_ISSUED: _slip,
    EventKind.CORRECTED: _fixed(lambda: _("corrected the particulars")),
    EventKind.IMPORTED: _fixed(lambda: _("brought in from an earlier system")),
}


def people_named(events: Sequence[DossierEvent]) -> set[int]:
    """Keys of the people whom these events speak of."""
    found = {(event.data or {}).get(key) for event in events for key in ("officer", "to", "from")}
    return {key for key in found if isinstance(key, int)}
