"""What happened to a finding and its actions, oldest first: from raised to closed, and to whether it held."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from audits.enums import CheckState, FindingState, VerificationOutcome
from audits.models import CorrectiveAction, Finding, FindingVersion
from organisation.vietnamese_format import format_date


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of the story: when, what, in whose words, and where more stands."""

    at: dt.datetime
    title: str
    words: str = ""
    who: str = ""
    icon: str = "info"
    tone: str = "info"
    url: str = ""


def story_of(finding: Finding) -> list[Moment]:
    """Everything about a finding read by `selectors.findings.for_page`."""
    moments = [*_of_finding(finding)]
    for action in finding.actions.all():
        moments += _of_action(action, with_url=True)
    moments += [_of_version(link) for link in finding.answered_by_versions.all()]
    return sorted(moments, key=lambda moment: moment.at)


def story_of_action(action: CorrectiveAction) -> list[Moment]:
    """Everything about an action alone."""
    return sorted(_of_action(action, with_url=False), key=lambda moment: moment.at)


def _of_finding(finding: Finding) -> Iterator[Moment]:
    yield Moment(finding.raised_at, _("Raised"), "", str(finding.raised_by), "flag")
    if finding.answered_at:
        disputed = finding.ruled_at is not None or finding.state == FindingState.DISPUTED
        title = _("Disputed by the unit") if disputed else _("Accepted by the unit")
        tone, icon = ("warn", "swap") if disputed else ("ok", "check")
        yield Moment(finding.answered_at, title, finding.answer, str(finding.answered_by), icon, tone)
    if finding.ruled_at:
        yield Moment(
            finding.ruled_at, _("Dispute decided"), finding.ruling, str(finding.ruled_by), "stamp", "info"
        )
    if finding.closed_at:
        is_closed = finding.state == FindingState.CLOSED
        title = _("Finding closed") if is_closed else _("Taken back")
        tone, icon = ("ok", "okc") if is_closed else ("mute", "x")
        words = "" if finding.ruled_at == finding.closed_at else finding.close_note
        yield Moment(finding.closed_at, title, words, str(finding.closed_by), icon, tone)


def _of_action(action: CorrectiveAction, *, with_url: bool) -> list[Moment]:
    url = reverse("action", args=[action.code]) if with_url else ""
    given = _("Action %(code)s given to %(owner)s, due on %(day)s") % {
        "code": action.code,
        "owner": action.owner,
        "day": format_date(action.due_on),
    }
    moments = [Moment(action.created_at, given, action.title, str(action.created_by), "plus", "info", url)]
    if action.planned_at:
        moments.append(
            Moment(
                action.planned_at,
                _("Cause and plan of %(code)s") % {"code": action.code},
                action.root_cause,
                str(action.owner),
                "edit",
                "info",
                url,
            )
        )
    if action.done_at:
        title = _("%(code)s reported as done") % {"code": action.code}
        moments.append(
            Moment(action.done_at, title, action.done_note, str(action.owner), "check", "info", url)
        )
    moments += _of_verifications(action, url)
    if action.cancel_reason and action.ended_at:
        title = _("%(code)s cancelled") % {"code": action.code}
        moments.append(Moment(action.ended_at, title, action.cancel_reason, "", "x", "mute", url))
    return moments


def _of_verifications(action: CorrectiveAction, url: str) -> Iterator[Moment]:
    for row in action.verifications.all():
        works = row.outcome == VerificationOutcome.EFFECTIVE
        title = (
            _("%(code)s verified: effective")
            if works
            else _("%(code)s verified: not effective, begins again")
        )
        tone, icon = ("ok", "shield") if works else ("bad", "swap")
        who = row.signatory.get("name") or str(row.verifier)
        yield Moment(row.verified_at, title % {"code": action.code}, row.note, who, icon, tone, url)
    for check in action.effectiveness_checks.all():
        if check.checked_at is None:
            continue
        held = check.state == CheckState.HELD
        title = (
            _("%(code)s: the figures held") if held else _("%(code)s: the figures did not hold, begins again")
        )
        tone, icon = ("ok", "chart") if held else ("bad", "swap")
        yield Moment(
            check.checked_at,
            title % {"code": action.code},
            check.note,
            str(check.checked_by),
            icon,
            tone,
            url,
        )


def _of_version(link: FindingVersion) -> Moment:
    title = _("Version %(number)s issued, answers this finding") % {"number": link.version.number}
    return Moment(link.noted_at, title, link.version.reason, "", "doc", "ok")
