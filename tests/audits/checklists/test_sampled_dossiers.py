"""Who may read a sampled dossier: the team of a running or reported audit, only those drawn, and nothing but read."""

import pytest
from django.urls import reverse

from audits.enums import AuditState, TeamRole
from audits.services import checklists as services
from dossiers.models import Dossier
from dossiers.policies import DossierPolicy
from organisation.enums import PermissionRole
from tests.audits.checklists.factories import NOW, auditor, make_audit, receive_many, second_auditor
from tests.dossiers.factories import issued_version, make_desk, make_worker

pytestmark = pytest.mark.django_db


def sampled_audit(state=AuditState.RUNNING):
    """An audit with one of two dossiers drawn; the drawn one and the other."""
    dossiers = receive_many(2)
    audit = make_audit(AuditState.RUNNING)
    checklist = services.add_from_procedure(audit, issued_version(), actor=auditor(), now=NOW)
    (row,) = services.draw_sample(checklist, actor=auditor(), now=NOW, size=1)
    values = {"state": state}
    if state in (AuditState.REPORTED, AuditState.CLOSED):
        values |= {"reported_at": NOW, "report_hash": "0" * 64}
    if state == AuditState.CANCELLED:
        values["cancel_reason"] = "Hoãn"
    type(audit).objects.filter(pk=audit.pk).update(**values)
    drawn = row.dossier
    return audit, drawn, next(dossier for dossier in dossiers if dossier != drawn)


def reads(user, dossier):
    return DossierPolicy(user).can_read(dossier)


@pytest.mark.parametrize(
    ("state", "may"),
    [
        (AuditState.PLANNING, False),
        (AuditState.APPROVED, False),
        (AuditState.RUNNING, True),
        (AuditState.REPORTED, True),
        (AuditState.CLOSED, False),
        (AuditState.CANCELLED, False),
    ],
)
def test_the_team_reads_what_was_drawn_while_the_audit_runs(state, may):
    _audit, drawn, other = sampled_audit(state)
    for user in (auditor(), second_auditor()):
        assert reads(user, drawn) is may
        assert not reads(user, other)


def test_neither_observers_nor_auditors_of_other_audits_nor_of_the_unit_read():
    audit, drawn, _other = sampled_audit()
    ward = make_desk().ward
    observer = make_worker("quan-sat", "internal_auditor", ward)
    audit.team.create(user=observer, role=TeamRole.OBSERVER)
    stranger = make_worker("danh-gia-khac", "internal_auditor", ward)
    own = make_worker("danh-gia-mot-cua", "internal_auditor", audit.unit)
    audit.team.create(user=own)
    for user in (observer, stranger, own):
        assert not reads(user, drawn)


def test_a_member_who_lost_the_role_reads_nothing():
    audit, drawn, _other = sampled_audit()
    specialist = make_worker("chuyen-vien-7", "specialist", make_desk().ward)
    audit.team.create(user=specialist)
    assert not reads(specialist, drawn)


@pytest.mark.parametrize("role", PermissionRole.values)
def test_the_sample_opens_nothing_to_other_roles(role):
    """The same people read the same dossiers as without any audit, but for the team."""
    dossiers = receive_many(2)
    user = make_desk().by_role[role]
    before = set(DossierPolicy(user).readable().values_list("pk", flat=True))
    _audit, drawn, _other = sampled_audit()
    after = set(
        DossierPolicy(user)
        .readable(Dossier.objects.filter(pk__in=[d.pk for d in dossiers]))
        .values_list("pk", flat=True)
    )
    extra = after - before
    assert extra == ({drawn.pk} & {d.pk for d in dossiers} if user == auditor() else set())


def test_reading_is_all_an_auditor_may_do():
    """Also when he is a specialist besides: a sampled dossier is not his work."""
    audit, drawn, _other = sampled_audit()
    both = make_worker("hai-vai", "internal_auditor", make_desk().ward)
    both.groups.add(*make_worker("chuyen-vien-8", "specialist", make_desk().ward).groups.all())
    audit.team.create(user=both)
    for user in (auditor(), both):
        policy = DossierPolicy(user)
        assert policy.can_read(drawn)
        rights = (
            policy.may_comment(drawn),
            policy.may_work(drawn),
            policy.may_resume(drawn),
            policy.may_end(drawn),
            policy.may_record_withdrawal(drawn),
            policy.may_send_letter(drawn),
            policy.may_reassign(drawn, drawn.current_step),
        )
        assert not any(rights)


def test_the_page_of_the_dossier_opens_and_offers_no_act(client):
    _audit, drawn, other = sampled_audit()
    client.force_login(auditor())
    page = client.get(reverse("dossier", args=[drawn.code]))
    assert page.status_code == 200
    assert b'<form method="post"' not in page.content.split(b"<main")[1]
    assert client.get(reverse("dossier", args=[other.code])).status_code == 404
