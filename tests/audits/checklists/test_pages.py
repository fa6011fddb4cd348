"""The pages of checklists: who sees them, what they say, what they refuse."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from audits.enums import AuditState, Grade
from audits.models import AuditChecklist, ChecklistQuestion, ChecklistTemplate, StandardClause
from audits.services import checklists as services
from document_control.models import IssuedVersion
from procedures.setup.site_setup import ensure_site
from tests.audits.checklists.factories import NOW, auditor, make_audit, receive_many
from tests.dossiers.factories import issued_version, make_desk, make_worker
from tests.factories.documents import issue

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def vietnamese():
    with translation.override("vi"):
        yield


def signed_in(client, user):
    client.force_login(user)
    return client


def page_of(response):
    return BeautifulSoup(response.content, "html.parser")


def list_url(audit):
    return reverse("audit-checklists", args=[audit.code])


def issued_template(questions=(("7.5", "Hồ sơ lưu ở đâu?"), ("8.2", "Niêm yết ở đâu?"))):
    template = ChecklistTemplate.objects.create(
        title="Phiếu hỏi chung", code="PH-01", unit=make_desk().ward, change_reason="Lần đầu."
    )
    template.questions.set(
        ChecklistQuestion(
            clause=StandardClause.objects.get(number=clause), question=words, look_at="Kho", sort_order=place
        )
        for place, (clause, words) in enumerate(questions)
    )
    return issue(template, now=NOW.replace(hour=7), reason="Lần đầu.")


def made(audit):
    return services.add_from_procedure(audit, issued_version(), actor=auditor(), now=NOW)


# --- the list ---------------------------------------------------------------------------------------------------


def test_choosing_previewing_and_adding_a_procedure(client):
    receive_many(7)
    audit = make_audit()
    browser = signed_in(client, auditor())
    page = page_of(browser.get(list_url(audit)))
    text = page.get_text(" ", strip=True)
    assert issued_version().title in text
    assert "7 " in text
    preview = page_of(browser.get(list_url(audit), {"xem": issued_version().pk})).select_one("#xem-truoc")
    expected = services.procedure_questions(issued_version().snapshot)
    assert [p.get_text() for p in preview.select(".question")] == [q.question for q in expected]
    response = browser.post(list_url(audit), {"version": issued_version().pk})
    checklist = AuditChecklist.objects.get()
    assert response.url == reverse("audit-checklist", args=[audit.code, checklist.position])
    assert checklist.items.count() == len(expected)


def test_a_template_is_added_for_the_clauses_of_the_plan_or_whole(client):
    audit = make_audit()
    version = issued_template()
    audit.clauses.set(StandardClause.objects.filter(number="7.5"))
    browser = signed_in(client, make_desk().by_role["iso_secretary"])
    assert "7.5" in browser.get(list_url(audit)).content.decode()
    browser.post(list_url(audit), {"version": version.pk, "only_plan": "on"})
    checklist = AuditChecklist.objects.get()
    assert list(checklist.items.values_list("clause", flat=True)) == ["7.5"]
    services.remove_checklist(checklist, actor=auditor())
    browser.post(list_url(audit), {"version": version.pk})
    assert AuditChecklist.objects.get().items.count() == 2


def test_bad_choices_get_a_sentence(client):
    audit = make_audit()
    browser = signed_in(client, auditor())
    for value in ("", "abc", "999999", "-1", "9" * 40):
        response = browser.post(list_url(audit), {"version": value})
        assert response.status_code == 422
        assert page_of(response).select('[role="alert"]')
    assert not AuditChecklist.objects.exists()


def test_the_same_checklist_twice_is_refused_kindly(client):
    audit = make_audit()
    made(audit)
    browser = signed_in(client, auditor())
    assert browser.post(list_url(audit), {"version": issued_version().pk}).status_code == 422
    assert AuditChecklist.objects.count() == 1


@pytest.mark.parametrize(
    ("role", "reading", "adding"),
    [
        ("internal_auditor", 200, 302),
        ("iso_secretary", 200, 302),
        ("leader", 200, 403),
        ("head_of_unit", 404, 404),
        ("specialist", 404, 404),
        ("one_stop_officer", 404, 404),
        ("clerk", 404, 404),
        ("administrator", 403, 403),
        (None, 302, 302),
    ],
)
def test_who_reads_and_who_adds(client, role, reading, adding):
    audit = make_audit(AuditState.PLANNING)
    if role:
        client.force_login(make_desk().by_role[role])
    assert client.get(list_url(audit)).status_code == reading
    response = client.post(list_url(audit), {"version": issued_version().pk})
    assert response.status_code == adding
    assert AuditChecklist.objects.exists() is (role in ("internal_auditor", "iso_secretary"))


def test_the_audited_unit_sees_questions_only_after_the_report(client):
    audit = make_audit()
    checklist = made(audit)
    own = make_worker("mot-cua-9", "one_stop_officer", audit.unit)
    browser = signed_in(client, own)
    address = reverse("audit-checklist", args=[audit.code, checklist.position])
    assert browser.get(address).status_code == 403
    type(audit).objects.filter(pk=audit.pk).update(
        state=AuditState.REPORTED, reported_at=NOW, report_hash="0" * 64
    )
    assert browser.get(address).status_code == 200


# --- one checklist ----------------------------------------------------------------------------------------------


def test_drawing_shows_seed_population_and_facts(client):
    dossiers = receive_many(7)
    audit = make_audit()
    checklist = made(audit)
    browser = signed_in(client, auditor())
    address = reverse("audit-checklist", args=[audit.code, checklist.position])
    shown = page_of(browser.get(address))
    assert shown.select_one("#id_size")["value"] == "5"
    draw = reverse("audit-sample-draw", args=[audit.code, checklist.position])
    response = browser.post(draw, {"size": "4", "seed": "hạt giống"})
    assert response.status_code == 302
    page = page_of(browser.get(address))
    sample = page.select_one("#mau").get_text(" ", strip=True)
    assert "hạt giống" in sample
    assert "4" in sample
    assert "7" in sample
    links = {a.get_text() for a in page.select("#mau table a")}
    assert len(links) == 4
    assert links <= {dossier.code for dossier in dossiers}
    assert page.select(".audit-facts")


@pytest.mark.parametrize("size", ["", "0", "-3", "abc", "201", "5.000", "9" * 30])
def test_a_bad_size_keeps_what_was_typed(client, size):
    receive_many(2)
    audit = make_audit()
    checklist = made(audit)
    browser = signed_in(client, auditor())
    draw = reverse("audit-sample-draw", args=[audit.code, checklist.position])
    response = browser.post(draw, {"size": size, "seed": "abc"})
    assert response.status_code == 422
    assert page_of(response).select_one("#id_seed")["value"] == "abc"
    checklist.refresh_from_db()
    assert checklist.sampled_at is None


def test_after_an_answer_nothing_is_drawn_or_taken_back(client):
    receive_many(2)
    audit = make_audit()
    checklist = made(audit)
    checklist.items.filter(number=1).update(grade=Grade.CONFORM, answered_at=NOW, answered_by=auditor())
    browser = signed_in(client, auditor())
    for name, data in (("audit-sample-draw", {"size": 1}), ("audit-checklist-remove", {})):
        address = reverse(name, args=[audit.code, checklist.position])
        assert browser.post(address, data).status_code == 409
    shown = browser.get(reverse("audit-checklist", args=[audit.code, checklist.position])).content.decode()
    assert reverse("audit-checklist-remove", args=[audit.code, checklist.position]) not in shown


def test_taking_back_and_reading_again(client):
    audit = make_audit()
    checklist = made(audit)
    browser = signed_in(client, auditor())
    args = [audit.code, checklist.position]
    assert browser.post(reverse("audit-facts-refresh", args=args)).status_code == 302
    assert browser.post(reverse("audit-checklist-remove", args=args)).url == list_url(audit)
    assert not AuditChecklist.objects.exists()


@pytest.mark.parametrize("name", ["audit-sample-draw", "audit-facts-refresh", "audit-checklist-remove"])
@pytest.mark.parametrize(("role", "status"), [("leader", 403), ("specialist", 403), ("administrator", 403)])
def test_others_change_nothing(client, name, role, status):
    receive_many(2)
    audit = make_audit()
    checklist = made(audit)
    browser = signed_in(client, make_desk().by_role[role])
    address = reverse(name, args=[audit.code, checklist.position])
    assert browser.get(address).status_code == 405
    assert browser.post(address, {"size": 1}).status_code == status
    checklist.refresh_from_db()
    assert checklist.sampled_at is None


def test_unknown_audits_and_checklists_are_not_found(client):
    audit = make_audit()
    browser = signed_in(client, auditor())
    assert browser.get(reverse("audit-checklists", args=["ĐG-1999-01"])).status_code == 404
    assert browser.get(reverse("audit-checklist", args=[audit.code, 9])).status_code == 404


def test_queries_do_not_grow_with_questions_and_dossiers(client):
    receive_many(8)
    audit = make_audit()
    checklist = made(audit)
    browser = signed_in(client, auditor())
    address = reverse("audit-checklist", args=[audit.code, checklist.position])
    counts = []
    for size in (2, 8):
        services.draw_sample(checklist, actor=auditor(), now=NOW, size=size)
        browser.get(address)
        with CaptureQueriesContext(connection) as queries:
            browser.get(address)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 40, counts
    with CaptureQueriesContext(connection) as queries:
        browser.get(list_url(audit))
    assert len(queries) <= 40


# --- issued templates -------------------------------------------------------------------------------------------


def test_staff_read_the_template_in_force_and_those_who_control_its_past(client):
    make_audit()
    ensure_site()
    first = issued_template()
    template = ChecklistTemplate.objects.get()
    template.title = "Phiếu hỏi chung, sửa"
    issue(template, now=NOW.replace(hour=8), reason="Sửa tên.")
    assert IssuedVersion.objects.filter(document=first.document).count() == 2
    address = reverse("checklist-template", args=[first.document_id])
    past = reverse("checklist-template-version", args=[first.document_id, "1.0"])
    browser = signed_in(client, make_desk().by_role["specialist"])
    assert "Phiếu hỏi chung, sửa" in browser.get(address).content.decode()
    assert browser.get(past).status_code == 403
    browser = signed_in(client, auditor())
    assert browser.get(past).status_code == 200
    for number in ("9.9", "abc", "1.0.0"):
        wrong = reverse("checklist-template-version", args=[first.document_id, number])
        assert browser.get(wrong).status_code == 404
    procedure = issued_version().document_id
    assert browser.get(reverse("checklist-template", args=[procedure])).status_code == 404
