"""Screens as people use them: what is left out, who cannot be chosen and why, what stays when something is refused."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext

from audits.enums import Grade, TeamRole
from audits.inbox.programme import programme_jobs
from audits.models import Audit, AuditItem, AuditProgramme, StandardClause
from audits.services import life, programmes
from audits.services.plans import change_plan, set_team
from document_control.policies import DocumentPolicy
from tests.audits.factories import FIRST, NOW, OPENING, details_of, fresh, hold, moved, planned, worker
from tests.audits.plan.conftest import words_of
from tests.audits.plan.test_life import approved, asked, raised

pytestmark = pytest.mark.django_db
BASE = "/lam-viec/danh-gia/"
YEAR = f"{BASE}chuong-trinh/2026/"


# --- The year -------------------------------------------------------------------------------------------


def test_the_year_says_plainly_who_and_what_is_left_out(cast, browse):
    programme = approved(cast, {(cast.audited.pk, 11), (cast.other.pk, 12)})
    entry = programme.entries.get(unit=cast.audited)
    planned(cast, entry=entry, clauses=list(StandardClause.objects.exclude(number__in=["8.4", "9.2"])))
    response = browse(cast.leader).get(YEAR)
    overview = response.context["overview"]
    left = {unit.short_name for unit in overview.units_left_out}
    assert left == {"Điểm phục vụ hành chính công"}  # the section lies below the unit audited
    assert [clause.number for clause in overview.clauses_left_out] == ["8.4", "9.2"]
    text = words_of(response)
    assert "Điểm phục vụ hành chính công" in text and "8.4" in text and "ĐG-2026-01" in text


def test_the_matrix_has_words_for_screen_readers(cast, browse):
    programme = approved(cast, {(cast.audited.pk, 11), (cast.other.pk, 3)})
    planned(cast, entry=programme.entries.get(unit=cast.audited))
    html = browse(cast.lead).get(YEAR).content.decode()
    matrix = html[html.index('class="table months"') : html.index('class="legend"')]
    cells = re.findall(r"<td class=\"t-.*?</td>", matrix, re.S)
    assert len(cells) == 2 and all("<svg" in cell for cell in cells)
    assert all(re.sub(r"<[^>]+>", "", cell).strip() for cell in cells)
    assert "ĐG-2026-01" in matrix


def test_a_head_sees_the_months_of_his_own_units_alone(cast, browse):
    approved(cast, {(cast.audited.pk, 11), (cast.other.pk, 3)})
    response = browse(cast.head).get(YEAR)
    assert {row.unit for row in response.context["overview"].rows} == {cast.audited, cast.section}
    assert response.context["overview"].coverage is None
    assert "Văn phòng" not in words_of(response).split("Phòng Kinh tế", 1)[1]


def test_drawing_a_programme_up_by_plain_forms(cast, browse):
    client = browse(cast.secretary)
    assert client.post(f"{YEAR}lap/").status_code == 302
    programme = AuditProgramme.objects.get()
    box = f"{cast.audited.pk}-11"
    data = {"seen": programme.lock_version, "objectives": "Mục tiêu", "slots": [box, "x-99"]}
    refused = client.post(f"{YEAR}sua/", data)
    assert refused.status_code == 422 and "Mục tiêu" in refused.content.decode()
    assert f'value="{box}" checked' in refused.content.decode()
    assert client.post(f"{YEAR}sua/", data | {"slots": [box]}).status_code == 302
    entry = programme.entries.get()
    clause = StandardClause.objects.get(number="7.5")
    seen = AuditProgramme.objects.get().lock_version
    data = {"seen": seen, "clauses": [clause.pk], "note": "x"}
    assert client.post(f"{YEAR}muc/{entry.pk}/", data).status_code == 302
    stale = client.post(f"{YEAR}muc/{entry.pk}/", data | {"note": "giữ lại"})
    assert stale.status_code == 409 and "giữ lại" in stale.content.decode()
    seen = AuditProgramme.objects.get().lock_version
    assert client.post(f"{YEAR}viec/trinh/", {"seen": seen}).status_code == 302
    assert AuditProgramme.objects.get().state == "submitted"


def test_as_many_queries_for_a_full_year_as_for_an_empty_one(cast, browse):
    programme = approved(cast, {(cast.audited.pk, 11)})
    client = browse(cast.secretary)
    planned(cast, entry=programme.entries.get())
    client.get(YEAR)
    with CaptureQueriesContext(connection) as few:
        client.get(YEAR)
    for month in range(1, 13):
        for unit in (cast.audited, cast.other, cast.section):
            entry = programme.entries.get_or_create(unit=unit, month=month)[0]
            entry.clauses.set(StandardClause.objects.all()[:5])
    for _number in range(6):
        planned(cast)
    with CaptureQueriesContext(connection) as many:
        client.get(YEAR)
    assert len(many) <= len(few) and len(many) <= 52
    with CaptureQueriesContext(connection) as listed:
        client.get(f"{BASE}danh-sach/")
    assert len(listed) <= 40


# --- The plan -------------------------------------------------------------------------------------------


def plan_data(cast, **changes):
    values = {
        "seen": 0,
        "unit": cast.audited.pk,
        "title": "Đánh giá thử",
        "starts_on": "2026-12-14",
        "ends_on": "2026-12-15",
        "objective": "Mục đích thử",
        "clauses": [StandardClause.objects.get(number="7.5").pk],
    }
    return values | changes


def test_a_plan_is_begun_from_an_entry_and_keeps_what_was_typed(cast, browse):
    entry = approved(cast, {(cast.audited.pk, 12)}).entries.get()
    client, page = browse(cast.secretary), f"{BASE}ke-hoach/moi/?muc={entry.pk}"
    assert client.get(page).context["form"]["unit"].value() == cast.audited.pk
    for wrong in ({"ends_on": "2026-12-01"}, {"starts_on": "hôm nay"}, {"sample_from": "2026-10-01"}):
        refused = client.post(page, plan_data(cast, **wrong))
        assert refused.status_code == 422 and "Mục đích thử" in refused.content.decode()
    other = client.post(page, plan_data(cast, unit=cast.other.pk))
    assert other.status_code == 409 and "Mục đích thử" in other.content.decode()
    answer = client.post(page, plan_data(cast))
    audit = Audit.objects.get()
    assert answer.status_code == 302 and audit.entry == entry
    assert client.get(answer.url).status_code == 200


def test_an_entry_that_is_unknown_plans_outside_the_programme(cast, browse):
    for key in ("999999", "x", "-1", "9" * 40):
        response = browse(cast.secretary).get(f"{BASE}ke-hoach/moi/", {"muc": key})
        assert response.status_code == 200 and response.context["entry"] is None


NO_KEYS = ["9" * 26, "9" * 5000, "-1", "x", "\x00", ""]


@pytest.mark.parametrize("key", NO_KEYS, ids=["long", "longest", "negative", "word", "nul", "nothing"])
def test_a_box_whose_key_no_row_can_have_is_refused_in_words(cast, browse, key):
    audit = planned(cast)
    client = browse(cast.secretary)
    for page, data in (
        ("ke-hoach/moi/", plan_data(cast, clauses=[key])),
        ("ke-hoach/moi/", plan_data(cast, documents=[key])),
        (f"{audit.code}/doan/", {"seen": audit.lock_version, "observers": [key]}),
    ):
        refused = client.post(BASE + page, data)
        assert refused.status_code == 422, page
    assert (
        "Mục đích thử" in client.post(f"{BASE}ke-hoach/moi/", plan_data(cast, clauses=[key])).content.decode()
    )
    assert Audit.objects.get() == audit and not audit.team.filter(role=TeamRole.OBSERVER).exists()


def test_the_team_list_shows_whom_nobody_may_choose_with_the_reason(cast, browse):
    audit = planned(cast)
    own = worker("cung-don-vi", "internal_auditor", cast.audited)
    client, page = browse(cast.secretary), f"{BASE}{audit.code}/doan/"
    html = client.get(page).content.decode()
    field = html[html.index(f'id="id_person-{own.pk}_why"') :]
    field = field[: field.index("</select>")]
    assert "Phòng Kinh tế" in field and field.count(" disabled") == 2
    data = {
        "seen": audit.lock_version,
        f"person-{cast.lead.pk}": "lead",
        f"person-{own.pk}": "member",
    }
    refused = client.post(page, data)
    assert refused.status_code == 409 and own.get_full_name() in words_of(refused)
    assert not audit.team.filter(user=own).exists()
    observer = data | {f"person-{own.pk}": "observer", "observers": [cast.specialist.pk]}
    assert client.post(page, observer).status_code == 302
    assert audit.team.filter(role=TeamRole.OBSERVER).count() == 2


def test_a_broken_team_is_named_on_the_page(cast, browse):
    audit = planned(cast)
    hold(cast.member, cast.audited, since=FIRST)
    assert cast.member.get_full_name() in " ".join(
        browse(cast.lead).get(f"{BASE}{audit.code}/").context["objections"]
    )


def session_data(audit, cast, *rows, **more):
    data = {"seen": audit.lock_version, "s-TOTAL_FORMS": len(rows), "s-INITIAL_FORMS": 0}
    for number, (starts, ends, topic) in enumerate(rows):
        values = {"day": "2026-11-23", "starts": starts, "ends": ends, "topic": topic}
        values["auditor"] = cast.lead.pk if topic else ""
        data |= {f"s-{number}-{key}": value for key, value in values.items()}
    return data | more


def test_the_schedule_without_scripts(cast, browse):
    audit = planned(cast)
    client, page = browse(cast.secretary), f"{BASE}{audit.code}/lich/"
    rows = [("08:00", "09:00", "Họp mở đầu"), ("", "", ""), ("13:30", "", "Dở dang")]
    more = client.post(page, session_data(audit, cast, *rows, more="1"))
    assert more.status_code == 200 and more.context["lines"].total_form_count() == 6
    assert "Dở dang" in more.content.decode() and not audit.sessions.exists()
    wrong = client.post(page, session_data(audit, cast, *rows))
    assert wrong.status_code == 422 and "Họp mở đầu" in wrong.content.decode()
    clash = client.post(page, session_data(audit, cast, rows[0], ("08:30", "10:00", "Trùng giờ")))
    assert clash.status_code == 409 and "Trùng giờ" in clash.content.decode()
    assert client.post(page, session_data(audit, cast, rows[0], rows[1])).status_code == 302
    assert audit.sessions.get().topic == "Họp mở đầu"
    stale = client.post(page, session_data(audit, cast, ("09:00", "10:00", "Giữ lại")))
    assert stale.status_code == 409 and "Giữ lại" in stale.content.decode()
    taken_off = session_data(fresh(audit), cast, rows[0], **{"s-0-DELETE": "on"})
    assert client.post(page, taken_off).status_code == 302 and not audit.sessions.exists()


@pytest.mark.parametrize("bad", [{}, {"s-TOTAL_FORMS": "x"}, {"s-TOTAL_FORMS": "99999999"}, {"seen": "-1"}])
def test_a_mangled_schedule_breaks_nothing(cast, browse, bad):
    audit = planned(cast)
    for extra in ({}, {"more": "1"}):
        answer = browse(cast.secretary).post(f"{BASE}{audit.code}/lich/", bad | extra)
        assert answer.status_code in (200, 409, 422)


def test_two_people_at_once_see_it_and_lose_nothing(cast, browse):
    audit = planned(cast)
    client, page = browse(cast.secretary), f"{BASE}{audit.code}/ke-hoach/"
    data = plan_data(cast, seen=audit.lock_version, starts_on="2026-11-23", ends_on="2026-11-24")
    assert client.post(page, data | {"title": "Một"}).status_code == 302
    stale = client.post(page, data | {"title": "Hai"})
    assert stale.status_code == 409 and 'value="Hai"' in stale.content.decode()
    assert fresh(audit).title == "Một"
    seen = stale.context["form"]["seen"].value()
    assert client.post(page, data | {"title": "Hai", "seen": seen}).status_code == 302
    assert fresh(audit).title == "Hai"
    audit = moved(audit, "submitted", cast)
    approve = f"{BASE}{audit.code}/viec/duyet/"
    life.send_back_plan(cast.second_leader, audit.pk, audit.lock_version, "Sửa phạm vi", NOW)
    late = browse(cast.leader).post(approve, {"seen": audit.lock_version})
    assert late.status_code == 409 and fresh(audit).state == "planning"


def test_a_plan_that_changed_is_read_again_before_it_is_approved(cast, browse):
    audit = moved(planned(cast, short_notice_reason="Gấp"), "submitted", cast)
    changed = details_of(cast, scope="Khác", short_notice_reason="Gấp")
    change_plan(cast.secretary, audit.pk, audit.lock_version, changed, NOW)
    client, page = browse(cast.leader), f"{BASE}{audit.code}/viec/duyet/"
    late = client.post(page, {"seen": audit.lock_version})
    assert late.status_code == 409 and late.context["form"]["seen"].value() == str(audit.lock_version)
    seen = client.get(page).context["form"]["seen"].value()
    assert client.post(page, {"seen": seen}).status_code == 302
    assert fresh(audit).state == "approved"


# --- The page of an audit -------------------------------------------------------------------------------


def test_the_page_counts_grades_and_leads_to_the_next_question(cast, browse):
    audit = moved(planned(cast), "running", cast)
    checklist = asked(audit, cast, [Grade.CONFORM, Grade.OBSERVATION, Grade.MAJOR_NC, Grade.NOT_CHECKED])
    AuditItem.objects.filter(number=1).update(facts={"checked": 5, "failed": 1}, note="Đã xem")
    finding = raised(audit, cast)
    response = browse(cast.lead).get(f"{BASE}{audit.code}/")
    stats = [stat["value"] for stat in response.context["parts"].stats]
    assert stats == ["3/4", 1, 1, 1]
    overview = response.context["overview"]
    assert overview.next_item == (checklist, checklist.items.get(number=4))
    text = words_of(response)
    assert "Câu 4?" in text and finding.code in text and "4" in text


@pytest.mark.parametrize(
    ("second", "words"), [(Grade.NOT_CHECKED, "Bắt đầu từ câu 1"), (Grade.CONFORM, "Làm tiếp câu 1")]
)
def test_an_audit_nobody_has_begun_is_begun_and_not_gone_on_with(cast, browse, second, words):
    audit = moved(planned(cast), "running", cast)
    asked(audit, cast, [Grade.NOT_CHECKED, second])
    assert words in words_of(browse(cast.lead).get(f"{BASE}{audit.code}/"))


def test_the_unit_reads_answers_once_the_report_is_out(cast, browse):
    audit = moved(planned(cast), "running", cast)
    asked(audit, cast, [Grade.MINOR_NC])
    page = f"{BASE}{audit.code}/"
    assert "Câu 1?" not in words_of(browse(cast.head).get(page))
    assert "Câu 1?" in words_of(browse(cast.lead).get(page))
    moved(audit, "reported", cast)
    assert "Câu 1?" in words_of(browse(cast.head).get(page))


def test_the_page_asks_as_many_queries_for_many_questions(cast, browse):
    audit = moved(planned(cast), "running", cast)
    checklist = asked(audit, cast, [Grade.NOT_CHECKED])
    client, page = browse(cast.lead), f"{BASE}{audit.code}/"
    client.get(page)
    with CaptureQueriesContext(connection) as few:
        client.get(page)
    AuditItem.objects.bulk_create(
        AuditItem(checklist=checklist, number=number, clause="8.5", question=f"Câu {number}?")
        for number in range(2, 60)
    )
    with CaptureQueriesContext(connection) as many:
        client.get(page)
    assert len(many) <= len(few) and len(many) <= 50


def test_the_report_form_confirms_by_number_and_keeps_the_words(cast, browse):
    audit = moved(planned(cast), "running", cast)
    asked(audit, cast, [Grade.CONFORM, Grade.NOT_CHECKED])
    client, page = browse(cast.lead), f"{BASE}{audit.code}/viec/bao-cao/"
    data = {"seen": audit.lock_version, "conclusion": "Kết luận dài"}
    refused = client.post(page, data)
    assert refused.status_code == 422 and "Kết luận dài" in refused.content.decode()
    assert client.post(page, data | {"unassessed": "on"}).status_code == 302
    assert fresh(audit).report_content["summary"]["assessed"] == 1


def test_the_history_names_people_plan_and_team_without_bookkeeping(cast, browse):
    audit = planned(cast)
    client = browse(cast.secretary)
    data = plan_data(cast, seen=audit.lock_version, starts_on="2026-11-23", ends_on="2026-11-24")
    client.post(f"{BASE}{audit.code}/ke-hoach/", data)
    audit = fresh(audit)
    set_team(cast.secretary, audit.pk, audit.lock_version, {cast.lead: TeamRole.LEAD}, NOW)
    response = client.get(f"{BASE}{audit.code}/lich-su/")
    text = words_of(response)
    assert cast.secretary.get_full_name() in text and "Đánh giá thử" in text and "7.5, 8.5" in text
    assert cast.member.get_full_name() in text and "lock" not in text.lower()
    with CaptureQueriesContext(connection) as asked_for:
        client.get(f"{BASE}{audit.code}/lich-su/")
    assert len(asked_for) <= 42


def test_a_moved_session_shows_in_the_history(cast, browse):
    audit = planned(cast)
    client, page = browse(cast.secretary), f"{BASE}{audit.code}/lich/"
    opening, visit = ("08:00", "09:00", "Họp mở đầu"), ("09:00", "11:00", "Xem hồ sơ")
    places = {"s-0-place": "Phòng họp số 1", "s-1-place": "Một cửa"}
    client.post(page, session_data(audit, cast, opening, visit, **places))
    kept = audit.sessions.get(topic="Họp mở đầu").pk
    moved_line = ("13:30", "15:00", "Xem hồ sơ")
    changes = {"s-0-place": "Phòng họp số 1", "s-1-place": "Kho lưu trữ", "s-1-auditor": cast.member.pk}
    client.post(page, session_data(fresh(audit), cast, opening, moved_line, **changes))
    entries = client.get(f"{BASE}{audit.code}/lich-su/").context["entries"]
    told = [entry for entry in entries if "“" in entry.subject]
    assert [entry.subject.split("“")[1] for entry in told if entry.action == gettext("changed")] == [
        "Xem hồ sơ”"
    ]
    newest = [(change.before, change.after) for change in told[0].changes]
    assert newest == [
        ("23/11/2026 09:00", "23/11/2026 13:30"),
        ("23/11/2026 11:00", "23/11/2026 15:00"),
        ("Một cửa", "Kho lưu trữ"),
        (str(cast.lead), str(cast.member)),
    ]
    assert told[0].who == str(cast.secretary) and audit.sessions.get(topic="Họp mở đầu").pk == kept
    client.post(page, session_data(fresh(audit), cast, opening))
    entries = client.get(f"{BASE}{audit.code}/lich-su/").context["entries"]
    assert gettext("deleted") in {entry.action for entry in entries if "Xem hồ sơ" in entry.subject}
    with CaptureQueriesContext(connection) as asked_for:
        client.get(f"{BASE}{audit.code}/lich-su/")
    assert len(asked_for) <= 42


# --- My work and the menu -------------------------------------------------------------------------------


def jobs_of(user, now=NOW):
    return [(job.code, job.verb, job.url) for job in programme_jobs(DocumentPolicy(user, now.date()), now)]


def test_what_waits_for_whom(cast):
    programme = programmes.create_programme(cast.secretary, 2026, NOW)
    slots = {(cast.audited.pk, 11)}
    programmes.save_programme(cast.secretary, programme.pk, 0, programmes.ProgrammeTexts(), slots, NOW)
    programmes.submit_programme(cast.secretary, programme.pk, 1, NOW)
    assert [url for _code, _verb, url in jobs_of(cast.leader)] == [YEAR]
    assert jobs_of(cast.secretary) == [] and jobs_of(cast.head) == []
    audit = moved(planned(cast), "submitted", cast)
    assert audit.code in {code for code, _verb, _url in jobs_of(cast.leader)}
    audit = moved(audit, "approved", cast)
    assert [code for code, *_rest in jobs_of(cast.head)] == [audit.code]
    assert [code for code, *_rest in jobs_of(cast.lead)] == [audit.code] and jobs_of(cast.member) == []
    audit = moved(audit, "running", cast)
    assert len(jobs_of(cast.lead)) == len(jobs_of(cast.member)) == 1 and jobs_of(cast.head) == []
    asked(audit, cast, [Grade.CONFORM])
    assert len(jobs_of(cast.lead)) == 1 and jobs_of(cast.member) == []
    moved(audit, "reported", cast)
    assert jobs_of(cast.lead) == []
    assert jobs_of(cast.by_role["administrator"]) == []


def test_an_audit_that_should_have_begun_is_late(cast):
    moved(planned(cast), "approved", cast)
    [job] = programme_jobs(DocumentPolicy(cast.lead, OPENING.date()), OPENING + dt.timedelta(days=3))
    assert job.urgency == "late"


def test_as_many_queries_for_many_jobs(cast):
    moved(planned(cast), "approved", cast)
    with CaptureQueriesContext(connection) as few:
        jobs_of(cast.head)
    for _number in range(4):
        moved(planned(cast), "approved", cast)
    with CaptureQueriesContext(connection) as many:
        assert len(jobs_of(cast.head)) == 5
    assert len(many) <= len(few)


def test_the_menu_names_audits_for_those_who_may_enter(cast, browse):
    for user, is_there in ((cast.secretary, True), (cast.head, True), (cast.by_role["administrator"], False)):
        html = browse(user).get("/lam-viec/").content.decode()
        assert (f'href="{BASE}"' in html) == is_there, user
