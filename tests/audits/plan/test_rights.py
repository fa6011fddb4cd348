"""Role × address × verb over the screens of programmes and audits."""

import pytest

from audits.desk.plan_acts import AUDIT_ACTS, PROGRAMME_ACTS
from audits.models import AuditProgramme
from audits.services import life, programmes
from organisation.models import User
from tests.audits.factories import NOW, fresh, moved, planned, worker

pytestmark = pytest.mark.django_db

BASE = "/lam-viec/danh-gia/"
YEAR = f"{BASE}chuong-trinh/2026/"
PEOPLE = (
    "secretary",
    "lead",
    "member",
    "head",
    "other_head",
    "leader",
    "specialist",
    "administrator",
    "stranger",
)
"""`stranger`: an auditor outside the team; `other_head`: head of a unit that is not audited."""
SEES_PROGRAMME = {"secretary", "lead", "member", "stranger", "head", "other_head", "leader"}
OVERSEES = {"secretary", "lead", "member", "stranger", "leader"}
AUDITEES = {"head", "specialist"}
PLANNERS = {"secretary", "lead"}
STATES = ("planning", "submitted", "approved", "running", "reported", "closed", "cancelled")
MAY_ACT = {
    "planning": {"trinh": PLANNERS, "huy": {"secretary"}},
    "submitted": {"duyet": {"leader"}, "tra-lai": {"leader"}, "huy": {"secretary"}},
    "approved": {
        "da-xem": {"head"},
        "bat-dau": {"lead"},
        "sua-lai": PLANNERS,
        "huy": {"secretary"},
    },
    "running": {"bao-cao": {"lead"}, "huy": {"secretary"}},
    "reported": {"ket-thuc": PLANNERS},
    "closed": {},
    "cancelled": {},
}
SENT_IN = ("submitted", "approved", "running")
"""States with the most moves: there every act that is refused to read is sent as well."""
NEED_REASON = {"tra-lai", "sua-lai", "huy", "bao-cao", "bat-dau"}


@pytest.fixture
def people(cast):
    found = {name: getattr(cast, name) for name in PEOPLE if hasattr(cast, name)}
    found["administrator"] = cast.by_role["administrator"]
    found["other_head"] = worker("truong-khac", "head_of_unit", cast.other)
    found["stranger"] = worker("danh-gia-3", "internal_auditor", cast.other)
    return found


def in_state(cast, state):
    audit = planned(cast)
    if state == "cancelled":
        life.cancel_audit(cast.secretary, audit.pk, audit.lock_version, "Hoãn", NOW)
        return fresh(audit)
    return audit if state == "planning" else moved(audit, state, cast)


def reads(name, state):
    if name == "administrator":
        return 403
    shown = state in ("approved", "running", "reported", "closed")
    return 200 if name in OVERSEES or (name in AUDITEES and shown) else 404


@pytest.mark.parametrize("state", STATES)
def test_pages_of_an_audit(cast, people, browse, state):
    audit = in_state(cast, state)
    page = f"{BASE}{audit.code}/"
    for name, user in people.items():
        client, expected = browse(user), reads(name, state)
        for rest in ("", "lich-su/"):
            assert client.get(page + rest).status_code == expected, (name, rest)
            assert client.post(page + rest).status_code == 405, (name, rest)
        plans = state in ("planning", "submitted") and name in PLANNERS
        form = expected if plans or expected != 200 else 403
        for rest in ("ke-hoach/", "doan/", "lich/"):
            assert client.get(page + rest).status_code == form, (name, rest)
            answer = client.post(page + rest, {})
            assert answer.status_code == (422 if plans else form), (name, rest)
    assert fresh(audit).lock_version == audit.lock_version


@pytest.mark.parametrize("state", STATES)
def test_acts_of_an_audit(cast, people, browse, state):
    audit = in_state(cast, state)
    for name, user in people.items():
        client = browse(user)
        for slug in AUDIT_ACTS:
            may = name in MAY_ACT[state].get(slug, ())
            readable = reads(name, state)
            expected = 200 if may else 403 if readable == 200 else readable
            page = f"{BASE}{audit.code}/viec/{slug}/"
            assert client.get(page).status_code == expected, (name, slug)
            if may and slug in NEED_REASON:
                assert client.post(page, {"seen": audit.lock_version}).status_code == 422, (name, slug)
            elif not may and state in SENT_IN:
                data = {"seen": audit.lock_version, "reason": "x", "conclusion": "x", "told_directly": "on"}
                assert client.post(page, data).status_code == expected, (name, slug)
    assert browse(cast.secretary).put(page).status_code == 405
    assert fresh(audit).state == state


def test_the_acts_that_pages_offer_are_those_that_services_allow(cast, people, browse):
    for state in STATES:
        audit = in_state(cast, state)
        for name, user in people.items():
            if reads(name, state) != 200:
                continue
            offered = {act.slug for act in browse(user).get(f"{BASE}{audit.code}/").context["acts"]}
            assert offered == {slug for slug, who in MAY_ACT[state].items() if name in who}, (state, name)


def test_pages_of_the_programme(cast, people, browse):
    programme = programmes.create_programme(cast.secretary, 2026, NOW)
    slots = {(cast.audited.pk, 11)}
    texts = programmes.ProgrammeTexts()
    programmes.save_programme(cast.secretary, programme.pk, 0, texts, slots, NOW)
    entry = programme.entries.get()
    for name, user in people.items():
        client = browse(user)
        sees = 200 if name in SEES_PROGRAMME else 403
        assert client.get(YEAR).status_code == sees, name
        assert client.get(BASE).status_code == (403 if name == "administrator" else 302)
        assert client.get(f"{BASE}danh-sach/").status_code == (403 if name == "administrator" else 200)
        keeps = 200 if name == "secretary" else 403
        for rest in ("sua/", f"muc/{entry.pk}/", "viec/trinh/"):
            assert client.get(YEAR + rest).status_code == keeps, (name, rest)
            if keeps == 403:
                assert client.post(YEAR + rest, {"seen": 1}).status_code == 403, (name, rest)
        assert client.get(f"{YEAR}lap/").status_code == 405
        begins = 302 if name == "secretary" else 403
        assert client.post(f"{BASE}chuong-trinh/2030/lap/").status_code == begins, name
        plans = 200 if name in {"secretary", "lead", "member", "stranger"} else 403
        assert client.get(f"{BASE}ke-hoach/moi/").status_code == plans, name
        assert client.post(f"{BASE}ke-hoach/moi/", {}).status_code == (422 if plans == 200 else 403), name
        for slug in ("duyet", "tra-lai"):
            assert client.get(f"{YEAR}viec/{slug}/").status_code == 403, name
    assert AuditProgramme.objects.get(year=2026).state == "draft"


def test_only_leaders_decide_on_a_submitted_programme(cast, people, browse):
    programme = programmes.create_programme(cast.secretary, 2026, NOW)
    programmes.save_programme(
        cast.secretary, programme.pk, 0, programmes.ProgrammeTexts(), {(cast.audited.pk, 11)}, NOW
    )
    programmes.submit_programme(cast.secretary, programme.pk, 1, NOW)
    for name, user in people.items():
        for slug in ("duyet", "tra-lai"):
            expected = 200 if name == "leader" else 403
            assert browse(user).get(f"{YEAR}viec/{slug}/").status_code == expected, (name, slug)
        assert browse(user).get(f"{YEAR}sua/").status_code == 403
    answer = browse(cast.leader).post(f"{YEAR}viec/duyet/", {"seen": 2})
    assert answer.status_code == 302 and AuditProgramme.objects.get().state == "approved"


def test_every_act_is_in_the_matrix():
    known = {slug for acts in MAY_ACT.values() for slug in acts}
    assert known == set(AUDIT_ACTS) and set(PROGRAMME_ACTS) == {"trinh", "duyet", "tra-lai"}


def test_visitors_sign_in_first_and_unknown_things_are_not_found(cast, client, browse):
    audit = planned(cast)
    for rest in (
        "",
        "danh-sach/",
        "ke-hoach/moi/",
        "chuong-trinh/2026/",
        f"{audit.code}/",
        f"{audit.code}/doan/",
    ):
        answer = client.get(BASE + rest)
        assert answer.status_code == 302 and "dang-nhap" in answer.url
    client = browse(cast.secretary)
    for rest in (
        "chuong-trinh/1/",
        "chuong-trinh/99999999999/",
        "chuong-trinh/2031/sua/",
        "chuong-trinh/2031/viec/trinh/",
        "KHONG-CO/",
        f"{'x' * 300}/",
        f"{audit.code}/viec/khong-co/",
    ):
        assert client.get(BASE + rest).status_code == 404, rest


def test_a_person_without_a_role_sees_nothing(cast, browse):
    nobody = User.objects.create_user("khong-vai")
    assert browse(nobody).get(BASE).status_code == 403
