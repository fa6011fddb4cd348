"""Role × address × verb over findings and actions: who is let in, who is refused, who learns nothing."""

import pytest

from audits.acts.action_acts import ACTION_ACTS
from audits.acts.finding_acts import FINDING_ACTS
from audits.enums import ActionState, FindingState, Grade
from audits.services import findings
from tests.audits.actions.office import NOW, accepted, fresh, given, in_state, make_audit, make_item, raised

pytestmark = pytest.mark.django_db

PEOPLE = {
    "head": lambda site: site.head,
    "worker": lambda site: site.worker,
    "colleague": lambda site: site.colleague,
    "auditor": lambda site: site.auditor,
    "own_auditor": lambda site: site.own_auditor,
    "secretary": lambda site: site.secretary,
    "leader": lambda site: site.leader,
    "clerk": lambda site: site.desk.clerk,
    "counter": lambda site: site.desk.officer,
    "administrator": lambda site: site.desk.by_role["administrator"],
}
OVERSEERS = {"auditor", "own_auditor", "secretary", "leader"}
READERS_OF_FINDING = OVERSEERS | {"head", "worker"}
"""The worker owns an action of it."""
STAFF = set(PEOPLE) - {"administrator"}

FINDING_MATRIX = {
    FindingState.RAISED: {
        "tra-loi": {"head"},
        "giai-quyet": set(),
        "giao-viec": {"head", "secretary"},
        "dong": {"auditor", "secretary"},
        "thu-hoi": {"secretary"},
    },
    FindingState.DISPUTED: {
        "tra-loi": {"head"},
        "giai-quyet": {"secretary", "leader"},
        "giao-viec": {"head", "secretary"},
        "dong": set(),
        "thu-hoi": {"secretary"},
    },
    FindingState.CLOSED: {slug: set() for slug in FINDING_ACTS},
}
ACTION_MATRIX = {
    ActionState.OPEN: {
        "ke-hoach": {"worker"},
        "minh-chung": {"worker"},
        "bao-xong": set(),
        "kiem-chung": set(),
        "hieu-qua": set(),
        "gia-han": {"head", "secretary", "leader"},
        "huy": {"secretary"},
    },
    ActionState.PLANNED: {
        "ke-hoach": {"worker"},
        "minh-chung": {"worker"},
        "bao-xong": {"worker"},
        "kiem-chung": set(),
        "hieu-qua": set(),
        "gia-han": {"head", "secretary", "leader"},
        "huy": {"secretary"},
    },
    ActionState.DONE: {
        "ke-hoach": set(),
        "minh-chung": set(),
        "bao-xong": set(),
        "kiem-chung": {"auditor", "secretary"},
        "hieu-qua": set(),
        "gia-han": set(),
        "huy": {"secretary"},
    },
    ActionState.VERIFIED: {slug: set() for slug in ACTION_ACTS},
}


def status(client, user, url, method="get"):
    client.force_login(user)
    return getattr(client, method)(url).status_code


def expected(name, readers, allowed):
    if name == "administrator":
        return 403
    if name not in readers:
        return 404
    return 200 if name in allowed else 403


@pytest.mark.parametrize("state", FINDING_MATRIX)
def test_acts_on_findings(site, client, state):
    finding = raised(grade=Grade.OBSERVATION)
    given(finding)
    if state == FindingState.RAISED:
        finding.actions.update(state=ActionState.CANCELLED, cancel_reason="-")
    if state == FindingState.DISPUTED:
        findings.answer(
            site.head, finding.pk, fresh(finding).lock_version, accepts=False, words="Nhầm.", now=NOW
        )
    if state == FindingState.CLOSED:
        type(finding).objects.filter(pk=finding.pk).update(
            state=state, closed_at=NOW, closed_by=site.secretary
        )
    found, wanted = {}, {}
    for name, person in PEOPLE.items():
        for slug in FINDING_ACTS:
            url = f"/lam-viec/khong-phu-hop/{finding.code}/{slug}/"
            found[name, slug] = status(client, person(site), url)
            wanted[name, slug] = expected(name, READERS_OF_FINDING, FINDING_MATRIX[state][slug])
    assert found == wanted


@pytest.mark.parametrize("state", ACTION_MATRIX)
def test_acts_on_actions(site, client, state):
    action = in_state(state, finding=accepted(raised()))
    found, wanted = {}, {}
    for name, person in PEOPLE.items():
        for slug in ACTION_ACTS:
            url = f"/lam-viec/hanh-dong/{action.code}/{slug}/"
            found[name, slug] = status(client, person(site), url)
            wanted[name, slug] = expected(name, READERS_OF_FINDING, ACTION_MATRIX[state][slug])
    assert found == wanted


def test_pages_lists_and_raising(site, client):
    finding = raised()
    action = given(finding)
    item = make_item(make_audit())
    pages = {
        "/lam-viec/khong-phu-hop/": STAFF,
        "/lam-viec/hanh-dong/": STAFF,
        f"/lam-viec/khong-phu-hop/{finding.code}/": READERS_OF_FINDING,
        f"/lam-viec/khong-phu-hop/{finding.code}/lich-su/": READERS_OF_FINDING,
        f"/lam-viec/hanh-dong/{action.code}/": READERS_OF_FINDING,
        f"/lam-viec/hanh-dong/{action.code}/lich-su/": READERS_OF_FINDING,
    }
    for url, readers in pages.items():
        for name, person in PEOPLE.items():
            assert status(client, person(site), url) == expected(name, readers, readers), (url, name)
            assert status(client, person(site), url, "post") == 405
    for name, person in PEOPLE.items():
        allowed = name in {"auditor", "own_auditor", "secretary"}
        assert status(client, person(site), "/lam-viec/khong-phu-hop/moi/") == (200 if allowed else 403), name
        from_item = status(client, person(site), f"/lam-viec/khong-phu-hop/tu-cau-hoi/{item.pk}/")
        assert (from_item == 200) == (name == "auditor"), (name, from_item)


def test_strangers_sign_in_and_unknown_codes_are_not_found(site, client):
    finding = raised()
    for url in (
        "/lam-viec/khong-phu-hop/",
        f"/lam-viec/khong-phu-hop/{finding.code}/",
        "/lam-viec/hanh-dong/",
    ):
        response = client.get(url)
        assert response.status_code == 302 and "/dang-nhap/" in response["Location"]
    client.force_login(site.secretary)
    for url in (
        "/lam-viec/khong-phu-hop/KPH-2026-999/",
        "/lam-viec/khong-phu-hop/<script>/",
        f"/lam-viec/khong-phu-hop/{finding.code}/khong-co/",
        "/lam-viec/hanh-dong/HĐ-2026-999/",
        f"/lam-viec/khong-phu-hop/{finding.code}/anh/1/",
        "/lam-viec/khong-phu-hop/tu-cau-hoi/999/",
    ):
        assert client.get(url).status_code == 404, url


def test_a_head_with_another_post_in_the_whole_office_answers_for_his_unit_only(site, client):
    """A seat on a panel of the ward is no headship of the ward."""
    from organisation.models import Assignment, Post
    from tests.factories.office import LONG_AGO, make_role

    post = Post.objects.create(
        slug="panel",
        unit=site.desk.ward,
        title="Tổ thẩm định",
        role=make_role("appraisal_team"),
        valid_from=LONG_AGO,
    )
    Assignment.objects.create(user=site.head, post=post, valid_from=LONG_AGO)
    other = raised(unit=site.other)
    client.force_login(site.head)
    assert client.get(f"/lam-viec/khong-phu-hop/{other.code}/").status_code == 404
