"""Role × address × verb over every screen of dossiers: who is let in, who is refused, who learns nothing."""

import pytest

from dossiers.desk.tables import DOSSIER_TABLE, GATE_TABLE
from dossiers.models import Dossier
from dossiers.services.gate import detect_late_steps
from tests.dossiers.desk.conftest import MONDAY
from tests.dossiers.factories import at, complete, receive, submit

pytestmark = pytest.mark.django_db

ROLES = (
    "one_stop_officer",
    "specialist",
    "head_of_unit",
    "leader",
    "iso_secretary",
    "internal_auditor",
    "clerk",
    "administrator",
)
COUNTER, SPECIALIST, HEAD, LEADER, SECRETARY = ROLES[:5]
READERS = {COUNTER, SPECIALIST, HEAD, LEADER, SECRETARY}
"""Of a late dossier with the specialist: the counter that received it, he, his head, leaders, the secretary."""
WORKERS_HERE = {COUNTER, SPECIALIST, HEAD, LEADER}

MAY_ACT = {
    "tiep-nhan": set(),
    "yeu-cau-bo-sung": set(),
    "tu-choi-tiep-nhan": set(),
    "chuyen-buoc": {SPECIALIST},
    "tra-lai": {SPECIALIST},
    "giao-lai": {HEAD, LEADER},
    "tiep-tuc": set(),
    "tam-dung": {SPECIALIST},
    "tu-choi": {LEADER},
    "dung": {LEADER},
    "rut": {COUNTER, LEADER},
    "nhan-xet": WORKERS_HERE,
    "them-tep": WORKERS_HERE,
    "go-tep": set(),
    "sua-thong-tin": {COUNTER, SPECIALIST, LEADER},
}
MAY_ACT_AT_GATE = {
    "giai-trinh": {SPECIALIST},
    "soan-thu": set(),
    "ky-thu": set(),
    "gui-thu": set(),
    "cho-qua": {LEADER},
}


@pytest.fixture
def late(desk):
    dossier = complete(receive(now=MONDAY), MONDAY)
    step = dossier.current_step
    step.officer, step.unit = desk.specialist, desk.ward
    step.save()
    detect_late_steps(at("2026-11-20 17:00"))
    return Dossier.objects.get(pk=dossier.pk)


def expected(role, allowed):
    if role == "administrator":
        return 403
    if role not in READERS:
        # Auditors without a sample and clerks without a step: the same answer as for an unknown code.
        return 404
    return 200 if role in allowed else 403


@pytest.mark.parametrize("role", ROLES)
def test_role_by_address(desk, browse, late, role):
    client, base = browse(desk.by_role[role]), f"/lam-viec/ho-so/{late.code}/"
    incident = late.incidents.get()
    got = {slug: client.get(f"{base}{slug}/").status_code for slug in DOSSIER_TABLE}
    assert got == {slug: expected(role, MAY_ACT[slug]) for slug in DOSSIER_TABLE}
    at_gate = {slug: client.get(f"{base}tre-han/{incident.pk}/{slug}/").status_code for slug in GATE_TABLE}
    assert at_gate == {slug: expected(role, MAY_ACT_AT_GATE[slug]) for slug in GATE_TABLE}
    for rest in ("", "vi-sao-ngay-nay/", "da-ghi/"):
        assert client.get(f"{base}{rest}").status_code == expected(role, set(ROLES))
    assert client.get("/lam-viec/ho-so/").status_code == (403 if role == "administrator" else 200)
    at_counter = 200 if role == COUNTER else 403
    assert client.get("/lam-viec/ho-so/tiep-nhan/").status_code == at_counter
    form = client.get(f"/lam-viec/ho-so/tiep-nhan/{late.version_id}/", follow=True)
    assert form.status_code == at_counter


@pytest.mark.parametrize("role", ROLES)
def test_role_by_sending(desk, browse, late, role):
    """What is refused to read is refused to send, and changes nothing."""
    client, base = browse(desk.by_role[role]), f"/lam-viec/ho-so/{late.code}/"
    data = {"phien": late.lock_version, "su-kien": late.event_count, "reason": "x", "text": "x"}
    for slug, allowed in MAY_ACT.items():
        if role not in allowed:
            assert client.post(f"{base}{slug}/", data).status_code in (403, 404), slug
    if role != COUNTER:
        assert client.post(f"/lam-viec/ho-so/tiep-nhan/{late.version_id}/", {}).status_code == 403
    assert Dossier.objects.get().lock_version == late.lock_version


def test_every_act_is_in_the_matrix():
    assert set(MAY_ACT) == set(DOSSIER_TABLE) and set(MAY_ACT_AT_GATE) == set(GATE_TABLE)


def test_visitors_sign_in_first(client, late):
    for rest in ("", f"{late.code}/", f"{late.code}/chuyen-buoc/", "tiep-nhan/"):
        answer = client.get(f"/lam-viec/ho-so/{rest}")
        assert answer.status_code == 302 and "dang-nhap" in answer.url


@pytest.mark.parametrize("verb", ["put", "delete", "patch"])
def test_other_verbs_are_not_known(desk, browse, late, verb):
    client = browse(desk.leader)
    for rest in ("", f"{late.code}/", f"{late.code}/nhan-xet/", f"{late.code}/da-ghi/"):
        assert getattr(client, verb)(f"/lam-viec/ho-so/{rest}").status_code == 405


def test_only_the_counter_decides_on_submissions(desk, browse):
    dossier = submit()
    for role in ROLES:
        status = browse(desk.by_role[role]).get(f"/lam-viec/ho-so/{dossier.code}/tiep-nhan/").status_code
        assert status == (
            200 if role == COUNTER else 403 if role in {HEAD, LEADER, SECRETARY, "administrator"} else 404
        ), role


def test_the_search_box_opens_a_dossier_by_its_code_for_its_readers(desk, browse, late):
    typed = late.code.lower().replace("-", " ")
    answer = browse(desk.leader).get("/lam-viec/tim/", {"q": typed})
    assert answer.status_code == 302 and answer.url == f"/lam-viec/ho-so/{late.code}/"
    for role in ("clerk", "internal_auditor", "administrator"):
        answer = browse(desk.by_role[role]).get("/lam-viec/tim/", {"q": late.code})
        assert answer.status_code == 200 and late.applicant_name not in answer.content.decode()
    assert browse(desk.leader).get("/lam-viec/tim/", {"q": "khai sinh"}).status_code == 200
