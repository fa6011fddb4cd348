"""The check some days after the verification: live figures, a judgement, and what a failure opens again."""

import datetime as dt

import pytest
from wagtail.models import Site

from audits.enums import ActionState, CheckState, FindingState
from audits.errors import AuditError, NotAllowedError, StaleError
from audits.selectors.effectiveness import comparison_of
from audits.services import effectiveness, findings
from dossiers.enums import DossierState, GateMode
from dossiers.models import DossierSettings
from tests.audits.actions.office import (
    NOW,
    accepted,
    fresh,
    in_state,
    make_audit_office,
    raised,
    verified,
)
from tests.dossiers.factories import at, issued_version, receive, run_to

pytestmark = pytest.mark.django_db
VERIFIED, DUE = at("2026-11-21 15:00"), at("2027-02-19 09:00")


@pytest.fixture
def office(db):
    return make_audit_office()


def checked(finding):
    """The planned check of a verified action of this finding."""
    action = in_state(ActionState.DONE, finding=finding)
    return verified(action, now=VERIFIED).effectiveness_checks.get()


def judge(actor, check, held=True, now=DUE, **more):
    return effectiveness.judge(actor, check.pk, held=held, note="Tỷ lệ tăng.", now=now, **more)


def test_both_periods_count_what_was_resolved_in_them(office):
    """Two dossiers on time and one late before the finding, one on time after the verification."""
    for number in range(2):
        run_to(receive(now=at(f"2026-11-16 08:3{number}")), DossierState.READY, at("2026-11-16 09:30"))
    DossierSettings.objects.update_or_create(
        site=Site.objects.get(is_default_site=True), defaults={"gate_mode": GateMode.OFF}
    )
    run_to(receive(now=at("2026-11-09 08:30")), DossierState.READY, at("2026-11-19 10:00"))
    version = issued_version()
    finding = raised(unit=office.desk.ward, document=version.document)
    check = checked_by_others(office, finding)
    run_to(receive(now=at("2026-11-23 08:30")), DossierState.READY, at("2026-11-23 09:30"))
    comparison = comparison_of(check, at("2026-12-15 09:00"))
    before, after = comparison.before, comparison.after
    assert (before.on_time.part, before.on_time.whole) == (2, 3)
    assert before.late_steps.part == 1 and before.late_steps.whole > 3
    assert (after.on_time.part, after.on_time.whole) == (1, 1) and after.late_steps.part == 0
    assert not comparison.periods.is_over and after.period.last == dt.date(2026, 12, 15)
    assert comparison_of(check, DUE).periods.is_over


def checked_by_others(office, finding):
    action = in_state(ActionState.DONE, finding=finding, unit=office.desk.ward)
    return verified(action, now=VERIFIED).effectiveness_checks.get()


def test_nothing_is_compared_before_the_period_after_begins(office):
    comparison = comparison_of(checked(raised()), VERIFIED)
    assert comparison.after is None and comparison.before.on_time.percent is None
    assert comparison.as_json()["after"] is None


def test_it_held_and_the_figures_are_kept(office):
    check = judge(office.auditor, checked(raised()))
    assert check.state == CheckState.HELD and check.checked_by == office.auditor
    assert check.figures["before"]["on_time"] == {"numerator": 0, "denominator": 0, "percent": None}
    assert (check.before_to, check.after_from) == (dt.date(2026, 11, 20), dt.date(2026, 11, 22))
    assert fresh(check.action).state == ActionState.VERIFIED


def test_it_did_not_hold_and_everything_is_open_again(office):
    finding = accepted(raised())
    check = checked(finding)
    findings.close(office.auditor, finding.pk, fresh(finding).lock_version, note="", now=VERIFIED)
    with pytest.raises(AuditError):
        judge(office.auditor, check, held=False)
    assert fresh(check).state == CheckState.DUE
    judge(office.auditor, check, held=False, due_on=dt.date(2027, 3, 31))
    action = fresh(check.action)
    assert (action.state, action.round, action.ended_at) == (ActionState.OPEN, 2, None)
    finding = fresh(finding)
    assert finding.state == FindingState.ACCEPTED and finding.closed_at is None and finding.closed_by is None


@pytest.mark.parametrize("who", ["worker", "colleague", "head", "own_auditor", "leader"])
def test_who_does_not_judge(office, who):
    check = checked(raised())
    with pytest.raises(NotAllowedError):
        judge(getattr(office, who), check)
    assert fresh(check).state == CheckState.DUE


def test_when_and_how_it_is_judged(office):
    check = checked(raised())
    with pytest.raises(AuditError, match="19/02/2027"):
        judge(office.auditor, check, now=at("2027-02-18 09:00"))
    with pytest.raises(AuditError):
        effectiveness.judge(office.auditor, check.pk, held=True, note=" ", now=DUE)
    judge(office.auditor, check)
    with pytest.raises(StaleError):
        judge(office.second_auditor, check, held=False, due_on=dt.date(2027, 3, 31))
    assert NOW < VERIFIED < DUE
