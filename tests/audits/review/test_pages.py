"""Pages of objectives and reviews: who may what at which address, forms that lose nothing, bounded queries."""

import datetime as dt
from decimal import Decimal

import pytest
import time_machine
from bs4 import BeautifulSoup

from audits.enums import ObjectiveState, ReviewPart, ReviewState
from audits.models import ManagementReview, ObjectiveMeasurement, QualityObjective, ReviewInput
from document_control.policies import DocumentPolicy
from procedures.workspace.inbox import inbox_of
from tests.audits.review.office import (
    NOW,
    approved,
    called,
    complete_inputs,
    decided,
    drawn_up,
    entered,
    fresh,
    held,
    make_review_office,
    minuted,
    resolved,
    signed,
    submitted,
    written,
)

pytestmark = pytest.mark.django_db
OBJECTIVES, REVIEWS = "/lam-viec/muc-tieu/", "/lam-viec/xem-xet-lanh-dao/"
EVERYBODY = (
    "secretary",
    "leader",
    "head",
    "auditor",
    "worker",
    "owner",
    "officer",
    "administrator",
    "nobody",
)


@pytest.fixture(autouse=True)
def on_a_day():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def people():
    office = make_review_office()
    return {
        "secretary": office.secretary,
        "leader": office.leader,
        "head": office.head,
        "auditor": office.auditor,
        "worker": office.colleague,
        "owner": office.worker,
        "officer": office.desk.officer,
        "administrator": office.desk.by_role["administrator"],
        "nobody": None,
    }


def matrix_of(client, people, root, matrix):
    """What everybody gets at each address of the matrix; each signs in once."""
    found = {tail: {} for tail in matrix}
    for name, person in people.items():
        client.logout()
        if person is not None:
            client.force_login(person)
        for tail in matrix:
            found[tail][name] = client.get(root + tail).status_code
    return found


def answers(client, people, address, data=None):
    """The status each person gets."""
    found = {}
    for name, person in people.items():
        client.logout()
        if person is not None:
            client.force_login(person)
        response = client.get(address) if data is None else client.post(address, data)
        found[name] = response.status_code
    return found


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


# --- Who may what -------------------------------------------------------------------------------------------------
KNOWN = dict.fromkeys(("secretary", "leader", "head", "auditor", "worker", "owner", "officer"), 200)
NONE = {"administrator": 403, "nobody": 302}
OVERSEEN = dict.fromkeys(("secretary", "leader", "head", "auditor"), 200)
ONLY_SECRETARY = dict.fromkeys(("leader", "head", "auditor"), 403) | {"secretary": 200}
NOT_SEEN = dict.fromkeys(("worker", "owner", "officer"), 403)


def test_who_opens_which_page_of_an_approved_objective(client, people):
    code = approved().code
    nobody_may = dict.fromkeys(KNOWN, 403)
    matrix = {
        "": KNOWN | NONE,
        f"{code}/": KNOWN | NONE,
        f"{code}/lich-su/": KNOWN | NONE,
        "moi/": nobody_may | {"secretary": 200} | NONE,
        f"{code}/sua/": nobody_may | NONE,
        f"{code}/gia-tri/2026-Q1/": nobody_may | {"secretary": 200, "owner": 200} | NONE,
        f"{code}/gia-tri/2027-Q1/": nobody_may | {"secretary": 404, "owner": 404} | NONE,
        f"{code}/gia-tri/abc/": nobody_may | {"secretary": 404, "owner": 404} | NONE,
        f"{code}/duyet/": dict.fromkeys(EVERYBODY, 405),
        "ghi-so-lieu/": dict.fromkeys(EVERYBODY, 405),
        "MT-2026-99/": dict.fromkeys(KNOWN, 404) | NONE,
    }
    assert matrix_of(client, people, OBJECTIVES, matrix) == matrix


def test_an_objective_being_drawn_up_is_seen_by_those_concerned(client, people):
    code = drawn_up().code
    unknown = dict.fromkeys(KNOWN, 404)
    matrix = {
        f"{code}/": unknown | OVERSEEN | {"owner": 200} | NONE,
        f"{code}/sua/": unknown | ONLY_SECRETARY | {"owner": 403} | NONE,
    }
    assert matrix_of(client, people, OBJECTIVES, matrix) == matrix


@pytest.mark.parametrize(
    ("move", "who", "make"),
    [
        ("gui-duyet", "secretary", drawn_up),
        ("duyet", "leader", submitted),
        ("tra-lai", "leader", submitted),
        ("dong", "secretary", approved),
    ],
)
def test_who_moves_an_objective(client, people, move, who, make):
    objective = fresh(make())
    address, before = f"{OBJECTIVES}{objective.code}/{move}/", objective.state
    data = {"seen": objective.lock_version, "reason": "Nâng chỉ tiêu", "note": "Hết năm"}
    right = people.pop(who)
    for name, status in answers(client, people, address, data).items():
        assert status in ({"nobody": (302,)}.get(name, (403, 404))), name
    assert fresh(objective).state == before
    client.force_login(right)
    assert client.post(address, data).status_code == 302
    assert fresh(objective).state != before


def test_who_opens_which_page_of_a_review_being_prepared(client, people):
    code = called().code
    closed = dict.fromkeys(OVERSEEN, 403)
    unknown = dict.fromkeys(OVERSEEN, 404)
    matrix = {
        "": OVERSEEN,
        "moi/": ONLY_SECRETARY,
        f"{code}/": OVERSEEN,
        f"{code}/bien-ban/": OVERSEEN,
        f"{code}/lich-su/": OVERSEEN,
        f"{code}/sua/": ONLY_SECRETARY,
        f"{code}/ghi-nhan/": ONLY_SECRETARY,
        f"{code}/dau-vao/risks/": ONLY_SECRETARY | {"head": 200},
        f"{code}/dau-vao/nothing/": unknown,
        f"{code}/quyet-dinh/moi/": closed,
        f"{code}/quyet-dinh/1/": closed,
        f"{code}/tai-lieu.exe": unknown,
        "XX-2026-99/": unknown,
    }
    expected = {tail: row | NOT_SEEN | NONE for tail, row in matrix.items()}
    expected[f"{code}/ky/"] = dict.fromkeys(EVERYBODY, 405)
    assert matrix_of(client, people, REVIEWS, expected) == expected


def test_only_a_leader_signs(client, people):
    review = fresh(minuted())
    leader = people.pop("leader")
    address, data = f"{REVIEWS}{review.code}/ky/", {"seen": review.lock_version}
    assert set(answers(client, people, address, data).values()) == {302, 403}
    assert fresh(review).state == ReviewState.HELD
    client.force_login(leader)
    assert client.post(address, data).status_code == 302
    assert fresh(review).state == ReviewState.CLOSED


def test_only_the_secretary_writes_minutes_and_decisions(client, people):
    review = fresh(held())
    secretary = people.pop("secretary")
    data = {"seen": review.lock_version, "minutes": "Nội dung", "conclusion": "Kết luận"}
    for tail in ("bien-ban/", "quyet-dinh/moi/"):
        assert set(answers(client, people, f"{REVIEWS}{review.code}/{tail}", data).values()) == {302, 403}
    assert not fresh(review).minutes
    client.force_login(secretary)
    assert client.post(f"{REVIEWS}{review.code}/bien-ban/", data).status_code == 302
    assert fresh(review).minutes == "Nội dung"


# --- Objectives on the screen -------------------------------------------------------------------------------------
@pytest.fixture
def secretary(client):
    client.force_login(make_review_office().secretary)
    return client


OBJECTIVE = {
    "year": "2026",
    "statement": "Từ 90% người dân hài lòng",
    "measure": "satisfaction",
    "operator": "ge",
    "target": "89,95",
    "unit_of_measure": "percent",
    "frequency": "quarter",
    "source_note": "Phiếu khảo sát",
    "means": "",
}


def objective_data(**changes):
    office = make_review_office()
    return OBJECTIVE | {"owner": office.worker.pk, "unit": office.desk.ward.pk} | changes


def test_an_objective_is_drawn_up_with_a_number_as_it_is_written_here(secretary):
    response = secretary.post(f"{OBJECTIVES}moi/", objective_data(), follow=True)
    objective = QualityObjective.objects.get()
    assert (objective.target, objective.state) == (Decimal("89.95"), ObjectiveState.DRAFT)
    assert objective.code in response.content.decode()


BAD_OBJECTIVES = (
    {"target": "chín mươi"},
    {"target": "101"},
    {"target": "-1"},
    {"target": "1e9"},
    {"target": "NaN"},
    {"year": "99999999999"},
    {"measure": "nothing"},
    {"unit_of_measure": "days"},
    {"owner": "x"},
    {"source_note": ""},
    {"statement": "\x00"},
    {"statement": "x" * 1001},
)


def test_bad_input_is_said_and_nothing_typed_is_lost(secretary):
    means = {"means": "Phiếu hỏi tại quầy"}
    for changes in BAD_OBJECTIVES:
        response = secretary.post(f"{OBJECTIVES}moi/", objective_data(**changes) | means)
        assert response.status_code == 422, changes
        assert soup(response).select_one("[role=alert]")
        assert soup(response).select_one("textarea[name=means]").text.strip() == means["means"]
    assert not QualityObjective.objects.exists()


def test_the_list_says_met_not_met_and_not_measured_in_words(secretary):
    met, missed = approved(), approved()
    approved()
    entered(met, value=None, numerator=90, denominator=100)
    entered(missed, value="89.99")
    page = soup(secretary.get(OBJECTIVES))
    words = [pill.get_text(strip=True) for pill in page.select(".objective-verdict .pill")]
    assert words == ["Met", "Not met", "Not measured yet"] or words == ["Đạt", "Không đạt", "Chưa đo"]
    assert "90/100" in page.select_one(".objective-figures").text


def test_a_trend_has_words_for_those_who_do_not_see_it(secretary):
    objective = approved()
    for name, value in (("2026-Q1", "91"), ("2026-Q2", "88.5"), ("2026-Q3", "93")):
        entered(objective, name, value)
    page = soup(secretary.get(f"{OBJECTIVES}{objective.code}/"))
    assert len(page.select("svg .dot")) == 3 and len(page.select("svg .dot.v-not_met")) == 1
    assert "88,50%" in page.select_one("svg desc").text


def test_a_value_is_entered_and_two_at_once_are_told(client):
    office = make_review_office()
    objective = approved()
    address = f"{OBJECTIVES}{objective.code}/gia-tri/2026-Q2/"
    client.force_login(office.worker)
    data = {"seen": "0", "numerator": "905", "denominator": "1000", "value": "", "note": ""}
    assert client.post(address, data).status_code == 302
    assert ObjectiveMeasurement.objects.get().value == Decimal("90.5")
    late = client.post(address, data | {"numerator": "100", "note": "Của tôi"})
    assert late.status_code == 422 and "Của tôi" in late.content.decode()
    for bad in (
        {"numerator": "x"},
        {"denominator": "0"},
        {"numerator": "9", "denominator": "3"},
        {"value": "101"},
    ):
        empty = {"seen": "1", "numerator": "", "denominator": "", "value": "", "note": "Sửa"}
        assert client.post(address, empty | bad).status_code == 422
    assert ObjectiveMeasurement.objects.count() == 1


def test_a_button_with_an_old_or_odd_state_changes_nothing(secretary):
    objective = fresh(drawn_up())
    for seen in ("", "x", "-1", "99999999999999999999", "5"):
        response = secretary.post(f"{OBJECTIVES}{objective.code}/gui-duyet/", {"seen": seen})
        assert response.status_code == 302
        assert fresh(objective).state == ObjectiveState.DRAFT


def test_values_are_counted_by_a_button(secretary):
    approved(
        drawn_up(measure="online_share", frequency="month", source_note=""),
    )
    resolved("2026-10-06", channel="online")
    assert secretary.post(f"{OBJECTIVES}ghi-so-lieu/").status_code == 302
    assert ObjectiveMeasurement.objects.get().numerator == 1


# --- Reviews on the screen ----------------------------------------------------------------------------------------
def test_a_review_is_called_with_the_last_half_year_proposed(secretary):
    office = make_review_office()
    form = soup(secretary.get(f"{REVIEWS}moi/"))
    assert form.select_one("[name=period_from]")["value"] == "2026-01-01"
    data = {
        "seen": "0",
        "period_from": "01/01/2026",
        "period_to": "30/06/2026",
        "planned_on": "2026-12-10",
        "chair": office.leader.pk,
        "secretary": office.secretary.pk,
        "participants": [office.head.pk],
        "place": "Hội trường",
        "others": "",
    }
    assert secretary.post(f"{REVIEWS}moi/", data).status_code == 302
    assert ManagementReview.objects.get().participants.get() == office.head
    for bad in (
        {"period_to": "31/12/2025"},
        {"period_from": "32/01/2026"},
        {"chair": office.worker.pk},
        {"secretary": office.leader.pk},
        {"period_from": "0001-01-01"},
        {"participants": ["x"]},
    ):
        response = secretary.post(f"{REVIEWS}moi/", data | bad)
        assert response.status_code == 422 and "Hội trường" in response.content.decode()
    assert ManagementReview.objects.count() == 1


def test_every_input_is_shown_with_figures_or_what_to_enter(secretary):
    approved()
    resolved("2026-03-06")
    page = soup(secretary.get(f"{REVIEWS}{called().code}/"))
    sections = page.select("section.review-input")
    assert [section["id"] for section in sections] == ReviewPart.values
    for section in sections:
        assert section.select_one(".review-facts, table, .nothing")
        assert section.select_one("a.btn[href*='dau-vao']")
    assert "100,00%" in page.select_one("#processes").text


def test_a_head_writes_and_what_was_typed_stays_when_somebody_was_faster(client):
    office = make_review_office()
    review = called()
    client.force_login(office.head)
    address = f"{REVIEWS}{review.code}/dau-vao/risks/?don-vi={office.division.pk}"
    assert client.get(address).status_code == 200
    written(review, ReviewPart.RISKS, office.head, office.division, "Của người khác")
    late = client.post(address, {"seen": "", "text": "Mất điện <b>ba</b> lần"})
    text = late.content.decode()
    assert late.status_code == 422 and "Của người khác" in text
    assert "Mất điện &lt;b&gt;ba&lt;/b&gt; lần" in text
    assert client.post(address, {"seen": "0", "text": "Mất điện"}).status_code == 302
    assert ReviewInput.objects.get().text == "Mất điện"
    assert client.get(f"{REVIEWS}{review.code}/dau-vao/risks/?don-vi={office.other.pk}").status_code == 404
    assert client.get(f"{REVIEWS}{review.code}/dau-vao/risks/?don-vi=99999999999999999999").status_code == 200


def test_a_review_with_empty_inputs_says_which_and_is_not_held(secretary):
    office = make_review_office()
    review = fresh(called())
    data = {
        "seen": review.lock_version,
        "held_on": "2026-11-20",
        "participants": [office.head.pk],
        "others": "",
    }
    response = secretary.post(f"{REVIEWS}{review.code}/ghi-nhan/", data)
    assert response.status_code == 422 and "Sự đầy đủ của nguồn lực" in response.content.decode()
    complete_inputs(review)
    assert secretary.post(f"{REVIEWS}{review.code}/ghi-nhan/", data).status_code == 302
    assert fresh(review).state == ReviewState.HELD


def test_decisions_are_written_changed_and_taken_off(secretary):
    office = make_review_office()
    review = held()
    address = f"{REVIEWS}{review.code}/quyet-dinh/"
    data = {
        "kind": "resources",
        "text": "Mua máy quét",
        "owner": office.worker.pk,
        "unit": office.division.pk,
        "due_on": "2026-12-31",
    }
    seen = {"seen": fresh(review).lock_version}
    assert secretary.post(f"{address}moi/", data | seen).status_code == 302
    stale = secretary.post(f"{address}moi/", data | seen)
    assert stale.status_code == 422 and "Mua máy quét" in stale.content.decode()
    seen = {"seen": fresh(review).lock_version}
    for bad in ({"due_on": "2026-11-01"}, {"due_on": "x"}, {"owner": ""}, {"text": " "}, {"kind": "x"}):
        assert secretary.post(f"{address}1/", data | seen | bad).status_code == 422
    assert secretary.post(f"{address}1/", data | seen | {"text": "Mua hai máy quét"}).status_code == 302
    assert review.decisions.get().text == "Mua hai máy quét"
    assert secretary.get(f"{address}7/").status_code == 404
    seen = {"seen": fresh(review).lock_version}
    assert secretary.post(f"{address}1/", seen | {"remove": "1"}).status_code == 302
    assert not review.decisions.exists()


def test_a_signed_review_shows_its_decisions_as_actions(secretary):
    review = minuted()
    decided(review)
    signed(review)
    page = soup(secretary.get(f"{REVIEWS}{review.code}/bien-ban/"))
    assert "HĐ-2026-001" in page.select_one(".decisions").text
    assert not page.select("form textarea") and page.select_one(".signed")
    history = soup(secretary.get(f"{REVIEWS}{review.code}/lich-su/"))
    assert len(history.select(".record-entries > li")) >= 8


# --- Work that waits ----------------------------------------------------------------------------------------------
def jobs_of(person):
    inbox = inbox_of(DocumentPolicy(person, NOW.date()), NOW)
    return [
        (job.urgency, job.url)
        for job in inbox.jobs
        if job.kind == "danh-gia" and job.url.startswith(("/lam-viec/muc", "/lam-viec/xem"))
    ]


def test_what_waits_for_whom():
    office = make_review_office()
    objective = approved()
    waiting = submitted()
    assert jobs_of(office.worker) == [("late", f"{OBJECTIVES}{objective.code}/gia-tri/2026-Q1/")]
    assert jobs_of(office.leader) == [("today", f"{OBJECTIVES}{waiting.code}/")]
    review = called(planned_on=dt.date(2026, 11, 25))
    assert jobs_of(office.secretary) == [("later", f"{REVIEWS}{review.code}/")]
    assert jobs_of(office.head) == [("later", f"{REVIEWS}{review.code}/")]
    written(review, ReviewPart.RISKS, office.head, office.division)
    assert jobs_of(office.head) == []
    complete_inputs_of_office(review)
    review = held(review, held_on=dt.date(2026, 11, 20))
    assert jobs_of(office.secretary) == [("today", f"{REVIEWS}{review.code}/bien-ban/")]
    minuted(review)
    assert ("today", f"{REVIEWS}{review.code}/bien-ban/") in jobs_of(office.leader)
    assert jobs_of(office.secretary) == [] and jobs_of(office.auditor) == []
    signed(review)
    assert jobs_of(office.leader) == [("today", f"{OBJECTIVES}{waiting.code}/")]


def complete_inputs_of_office(review):
    for part in ("satisfaction", "suppliers", "resources", "risks"):
        written(review, part)


# --- Cost ---------------------------------------------------------------------------------------------------------
def test_pages_cost_the_same_however_much_there_is(secretary, django_assert_max_num_queries):
    for _number in range(4):
        objective = approved(drawn_up(measure="on_time_rate", frequency="month", source_note=""))
        entered(approved(), "2026-Q1")
        resolved("2026-10-06")
    review = called()
    for part in ReviewPart.values:
        written(review, part)
    for address, most in (
        (OBJECTIVES, 45),
        (f"{OBJECTIVES}{objective.code}/", 45),
        (REVIEWS, 40),
        (f"{REVIEWS}{review.code}/", 80),
        (f"{REVIEWS}{review.code}/lich-su/", 45),
    ):
        with django_assert_max_num_queries(most):
            assert secretary.get(address).status_code == 200
