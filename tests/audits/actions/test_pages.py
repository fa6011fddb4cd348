"""Screens of findings and actions: real forms, what they say when they refuse, lists, inbox, bounded queries."""

import datetime as dt
import re
import uuid
from urllib.parse import unquote

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import gettext

from audits.enums import (
    ActionState,
    CheckState,
    FindingProgress,
    FindingSource,
    FindingState,
    Grade,
    VerificationOutcome,
)
from audits.models import ActionEvidence, AuditSettings, CorrectiveAction, Finding, FindingVersion, ItemPhoto
from audits.services.findings import raise_from_item
from document_control.models import IssuedVersion
from document_control.policies import DocumentPolicy
from dossiers.models import LateIncident
from procedures.models import ProcedurePage
from procedures.workspace.inbox import AUDITS, inbox_of
from tests.audits.actions.conftest import words_of
from tests.audits.actions.office import (
    NOW,
    accepted,
    done,
    fresh,
    given,
    in_state,
    make_audit,
    make_item,
    planned,
    raised,
    verified,
)
from tests.dossiers.factories import at, complete, issued_version, receive
from tests.factories.documents import issue, rewrite

pytestmark = pytest.mark.django_db
FINDINGS, ACTIONS = "/lam-viec/khong-phu-hop/", "/lam-viec/hanh-dong/"


def why(what):
    return gettext("Why “%(what)s”?") % {"what": what}


# --- The whole way, through forms -----------------------------------------------------------------------
def test_from_a_question_to_a_closed_finding(site, client, send):
    item = make_item(make_audit())
    client.force_login(site.auditor)
    url = f"{FINDINGS}tu-cau-hoi/{item.pk}/"
    assert "trễ 3 giờ" in words_of(client.get(url))
    response = client.post(url, {"title": "Bước 2 trễ", "evidence": "Hồ sơ trễ 3 giờ."})
    finding = Finding.objects.get()
    assert response["Location"].endswith(f"/{finding.code}/") and finding.title == "Bước 2 trễ"
    assert client.get(url)["Location"].endswith(f"/{finding.code}/")

    send(site.head, finding, "tra-loi", decision="dong-y", words="Rõ.")
    due = (timezone.localdate() + dt.timedelta(days=20)).isoformat()
    send(
        site.secretary,
        finding,
        "giao-viec",
        title="Phân công người thay",
        owner=site.worker.pk,
        unit=site.division.pk,
        due_on=due,
    )
    action = CorrectiveAction.objects.get()
    send(
        site.worker,
        action,
        "ke-hoach",
        correction="Đã giải quyết.",
        answer_1="Nghỉ phép",
        answer_2="Chưa phân công",
        root_cause="",
        plan="Bảng phân công.",
    )
    action.refresh_from_db()
    assert action.root_cause == "Chưa phân công"
    assert [pair["why"] for pair in action.whys] == [why("Bước 2 trễ"), why("Nghỉ phép")]
    send(site.worker, action, "minh-chung", file=SimpleUploadedFile("bang.pdf", b"%PDF-1.4 x"), title="")
    send(site.worker, action, "bao-xong", note="Đã ban hành.")
    page = words_of(client.get(f"{ACTIONS}{action.code}/"))
    assert "bang.pdf" in page
    send(site.auditor, action, "kiem-chung", decision="effective", note="Xem 10 hồ sơ.")
    assert fresh(action).state == ActionState.VERIFIED
    assert send(site.auditor, finding, "dong", note="").status_code == 302
    assert fresh(finding).state == FindingState.CLOSED
    story = words_of(client.get(f"{FINDINGS}{finding.code}/"))
    assert "Xem 10 hồ sơ." in story and "Đã ban hành." in story


def test_five_whys_ask_on_without_scripts(site, send):
    """Every answer becomes the next question; nothing is recorded, nothing typed is lost."""
    action = given(raised(title="Hồ sơ trễ"))
    response = send(
        site.worker, action, "ke-hoach", **{"hoi-tiep": "1", "answer_1": "Nghỉ phép.", "plan": "Bảng"}
    )
    html = response.content.decode()
    assert response.status_code == 200 and why("Nghỉ phép") in html and "Bảng</textarea>" in html
    assert 'class="error"' not in html and fresh(action).state == ActionState.OPEN


def test_a_refused_form_keeps_what_was_typed(site, send):
    action = in_state(ActionState.DONE, finding=raised())
    response = send(site.auditor, action, "kiem-chung", decision="not_effective", note="Vẫn trễ.", due_on="")
    assert response.status_code == 422 and "Vẫn trễ." in response.content.decode()
    assert fresh(action).state == ActionState.DONE
    response = send(site.auditor, action, "kiem-chung", decision="x", note="", due_on="31/02/2027")
    assert response.status_code == 422
    bad = SimpleUploadedFile("virus.exe", b"MZ....")
    action = planned(given(raised()))
    assert send(site.worker, action, "minh-chung", file=bad).status_code == 422
    assert send(site.head, raised(), "tra-loi", decision="phan-doi", words=" ").status_code == 422


def test_whoever_comes_second_is_told_and_loses_nothing(site, send):
    action = in_state(ActionState.DONE, finding=raised())
    seen = fresh(action).lock_version
    send(site.auditor, action, "kiem-chung", seen=seen, decision="effective", note="Tốt.")
    response = send(
        site.second_auditor, action, "kiem-chung", seen=seen, decision="not_effective", note="Tôi thấy khác."
    )
    assert response.status_code == 409 and "Tôi thấy khác." in response.content.decode()
    finding = raised()
    seen = fresh(finding).lock_version
    accepted(finding)
    response = send(site.secretary, finding, "thu-hoi", seen=seen, reason="Nhầm.")
    html = response.content.decode()
    assert response.status_code == 409 and f'name="phien" value="{fresh(finding).lock_version}"' in html
    assert fresh(finding).state == FindingState.ACCEPTED


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 30, "١"])
def test_hostile_versions_are_no_error(site, client, seen):
    finding = raised()
    client.force_login(site.head)
    response = client.post(f"{FINDINGS}{finding.code}/tra-loi/", {"phien": seen, "decision": "dong-y"})
    assert response.status_code in (302, 409)


# --- The next thing to do stands out ---------------------------------------------------------------------
def next_of(client, user, row):
    """Where the one primary button of the acts leads: "HĐ-2026-001 bao-xong"; empty without one."""
    client.force_login(user)
    folder = FINDINGS if isinstance(row, Finding) else ACTIONS
    html = client.get(f"{folder}{row.code}/").content.decode()
    found = re.findall(r'<a class="btn primary" href="/lam-viec/[^/]+/([^/]+)/([^/]+)/"', html)
    assert len(found) <= 1
    return " ".join(unquote(part) for part in found[0]) if found else ""


def test_the_primary_button_is_the_next_thing_to_do(site, client):
    finding = raised()
    assert next_of(client, site.head, finding) == f"{finding.code} tra-loi"
    assert next_of(client, site.auditor, finding) == ""
    finding = accepted(finding)
    assert next_of(client, site.secretary, finding) == f"{finding.code} giao-viec"
    action = given(finding)
    for row in (finding, action):
        assert next_of(client, site.worker, row) == f"{action.code} ke-hoach"
    assert next_of(client, site.secretary, finding) == ""
    planned(action)
    for row in (finding, action):
        assert next_of(client, site.worker, row) == f"{action.code} bao-xong"
    assert next_of(client, site.auditor, finding) == ""
    done(action)
    for row in (finding, action):
        assert next_of(client, site.auditor, row) == f"{action.code} kiem-chung"
        assert next_of(client, site.worker, row) == ""
    verified(action)
    assert next_of(client, site.auditor, finding) == f"{finding.code} dong"


def test_a_written_plan_is_corrected_not_written_again(site, client, send):
    action = planned(given(accepted(raised())))
    client.force_login(site.worker)
    write, correct = gettext("Write the cause and the plan"), gettext("Correct the cause and the plan")
    assert write != correct
    page = words_of(client.get(f"{ACTIONS}{action.code}/"))
    assert correct in page and write not in page
    form = client.get(f"{ACTIONS}{action.code}/ke-hoach/").content.decode()
    assert f"<h1>{correct}</h1>" in form and "Mỗi việc có một người thay." in form
    done(action)
    assert correct not in words_of(client.get(f"{ACTIONS}{action.code}/"))


def test_an_observation_needs_no_action(site, client):
    finding = accepted(raised(grade=Grade.OBSERVATION))
    assert next_of(client, site.secretary, finding) == f"{finding.code} dong"


# --- Where a finding is ---------------------------------------------------------------------------------
def test_page_list_and_audit_show_how_far_a_finding_is(site, client):
    audit = make_audit()
    finding = accepted(raise_from_item(site.auditor, make_item(audit).pk, now=NOW))
    client.force_login(site.secretary)

    def shown():
        for url in (f"{FINDINGS}{finding.code}/", FINDINGS, f"/lam-viec/danh-gia/{audit.code}/"):
            html = client.get(url).content.decode()
            yield {progress for progress in FindingProgress if f"<span>{progress.label}</span>" in html}

    def assert_shown(progress):
        assert list(shown()) == [{progress}] * 3

    assert_shown(FindingProgress.ACCEPTED)
    action = given(finding)
    assert_shown(FindingProgress.GIVEN)
    planned(action)
    assert_shown(FindingProgress.PLANNED)
    file = ActionEvidence.objects.create(
        action=action, title="Bảng phân công", sha256="0" * 64, size=1, added_at=NOW, added_by=site.worker
    )
    assert_shown(FindingProgress.UNDER_WAY)
    ActionEvidence.objects.filter(pk=file.pk).update(removed_at=NOW)
    assert_shown(FindingProgress.PLANNED)
    done(action)
    assert_shown(FindingProgress.DONE)
    verified(action, outcome=VerificationOutcome.NOT_EFFECTIVE, due_on=dt.date(2027, 1, 20))
    assert_shown(FindingProgress.REOPENED)
    verified(done(planned(action)))
    assert_shown(FindingProgress.VERIFIED)


# --- What is blocked says why ---------------------------------------------------------------------------
def test_blocked_buttons_say_why(site, client):
    action = in_state(ActionState.DONE, finding=accepted(raised()))
    reasons = {
        "worker": "You carried it out, so somebody else looks whether it worked.",
        "own_auditor": "You belong to the unit that acts, so somebody of another unit looks whether it worked.",
        "leader": "An auditor of another unit or the ISO secretary looks whether it worked.",
    }
    for who, reason in reasons.items():
        client.force_login(getattr(site, who))
        html = client.get(f"{ACTIONS}{action.code}/").content.decode()
        assert 'aria-disabled="true"' in html and gettext(reason) in html, who
    client.force_login(site.auditor)
    html = client.get(f"{FINDINGS}{action.finding.code}/").content.decode()
    assert gettext("An action is still open. It has to be verified or cancelled first.") in html


def test_the_figures_are_locked_until_their_day_and_then_judged(site, client, send):
    action = verified(in_state(ActionState.DONE, finding=raised()))
    due = action.effectiveness_checks.get().due_on
    client.force_login(site.auditor)
    assert f"{due:%d/%m/%Y}" in client.get(f"{ACTIONS}{action.code}/").content.decode()
    assert client.get(f"{ACTIONS}{action.code}/hieu-qua/").status_code == 403
    with time_machine.travel(at(f"{due} 09:00"), tick=True):
        client.force_login(site.auditor)
        page = client.get(f"{ACTIONS}{action.code}/hieu-qua/")
        assert page.status_code == 200 and "0/0" in page.content.decode()
        response = send(site.auditor, action, "hieu-qua", decision="giu-duoc", note="Giữ được.")
        assert response.status_code == 302
    assert action.effectiveness_checks.get().state == CheckState.HELD


# --- Late steps -----------------------------------------------------------------------------------------
@pytest.fixture
def late_steps(site):
    """Three late steps of one procedure in November."""
    for minute in range(3):
        complete(receive(now=at(f"2026-11-16 08:3{minute}")), at("2026-11-16 09:00"))
    from dossiers.services.gate import detect_late_steps

    detect_late_steps(at("2026-11-20 17:00"))
    return list(LateIncident.objects.all())


def test_three_late_steps_of_a_month_propose_a_finding(site, client, late_steps):
    document = late_steps[0].dossier.document
    client.force_login(site.secretary)
    address = f"{FINDINGS}moi/?quy-trinh={document.pk}&amp;thang=2026-11"
    assert address in client.get(FINDINGS).content.decode()
    url = address.replace("&amp;", "&")
    form = client.get(url).context["form"]
    assert form.initial["source"] == FindingSource.LATE_INCIDENT and form.initial["document"] == document.pk
    values = {name: form.initial.get(name, "") for name in form.fields}
    response = client.post(url, values)
    finding = Finding.objects.get()
    assert response.status_code == 302 and set(finding.incidents.all()) == set(late_steps)
    assert finding.evidence.count("H26.65-") == 3
    assert address not in client.get(FINDINGS).content.decode()
    page = client.get(f"{FINDINGS}{finding.code}/").content.decode()
    assert all(incident.dossier.code in page for incident in late_steps)
    response = client.post(url, values)
    assert response.status_code == 409 and Finding.objects.count() == 1


def test_the_number_that_proposes_is_the_offices_own(site, client, late_steps):
    client.force_login(site.secretary)
    AuditSettings.objects.update_or_create(site=site_of(), defaults={"late_steps_to_raise": 4})
    assert "thang=2026-11" not in client.get(FINDINGS).content.decode()
    client.force_login(site.head)
    AuditSettings.objects.update(late_steps_to_raise=1)
    assert "thang=2026-11" not in client.get(FINDINGS).content.decode()


def site_of():
    from wagtail.models import Site

    return Site.objects.get(is_default_site=True)


@pytest.mark.parametrize(
    "query", ["quy-trinh=x&thang=2026-11", "quy-trinh=1&thang=9999-99", "nguon=zzz", "quy-trinh=999999"]
)
def test_bad_addresses_of_the_form_are_an_empty_form(site, client, query):
    client.force_login(site.secretary)
    assert client.get(f"{FINDINGS}moi/?{query}").status_code == 200


def test_raising_by_hand_says_what_is_missing(site, client):
    client.force_login(site.auditor)
    response = client.post(f"{FINDINGS}moi/", {"source": "complaint", "grade": "conform", "title": ""})
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"reference", "grade", "unit", "title", "evidence"}
    values = {
        "source": "complaint",
        "reference": "PA-07",
        "grade": Grade.OBSERVATION,
        "unit": site.division.pk,
        "title": "Chưa niêm yết",
        "evidence": "Bảng trống.",
    }
    assert client.post(f"{FINDINGS}moi/", values).status_code == 302


# --- Versions and photos --------------------------------------------------------------------------------
def test_the_version_that_answers_is_shown_with_its_comparison(site, client):
    version = issued_version()
    finding = raised(document=version.document, version=version)
    page = ProcedurePage.objects.get(document=version.document)
    rewrite(page, title="Đăng ký hộ kinh doanh (sửa)")
    issue(page, now=at("2026-11-21 10:00"), reason=f"Trả lời {finding.code}")
    issued = IssuedVersion.objects.latest("pk")
    assert FindingVersion.objects.get().version == issued
    client.force_login(site.secretary)
    html = client.get(f"{FINDINGS}{finding.code}/").content.decode()
    assert f"/thu-tuc/{page.slug}/lan-ban-hanh/{issued.number}/" in html
    assert f"/thu-tuc/{page.slug}/so-sanh/{version.number}/{issued.number}/" in html


def test_preparing_a_draft_opens_the_editor(site, client):
    version = issued_version()
    finding = raised(document=version.document)
    client.force_login(site.secretary)
    response = client.post(f"{FINDINGS}{finding.code}/sua-quy-trinh/")
    page = ProcedurePage.objects.get(document=version.document)
    assert f"/pages/{page.pk}/edit/" in response["Location"]
    assert finding.code in page.get_latest_revision_as_object().change_reason
    client.force_login(site.auditor)
    assert client.post(f"{FINDINGS}{finding.code}/sua-quy-trinh/").status_code == 403
    assert client.get(f"{FINDINGS}{finding.code}/sua-quy-trinh/").status_code == 405
    assert finding.code in client.get(f"{FINDINGS}{finding.code}/").content.decode()


def test_photos_go_out_to_readers_until_they_are_taken_back(site, client):
    item = make_item(make_audit())
    photo = ItemPhoto.objects.create(
        uid=uuid.uuid4(),
        item=item,
        image=ContentFile(b"\xff\xd8\xff\xe0 anh", name="a.jpg"),
        sha256="0" * 64,
        width=10,
        height=10,
        size=8,
        taken_at=NOW,
        added_at=NOW,
        added_by=site.auditor,
    )
    client.force_login(site.auditor)
    client.post(f"{FINDINGS}tu-cau-hoi/{item.pk}/", {"title": "Bước 2 trễ", "evidence": "Trễ."})
    url = f"{FINDINGS}{Finding.objects.get().code}/anh/{photo.pk}/"
    assert url in client.get(f"{FINDINGS}{Finding.objects.get().code}/").content.decode()
    response = client.get(url)
    assert response["Content-Type"] == "image/jpeg" and response["X-Content-Type-Options"] == "nosniff"
    client.force_login(site.colleague)
    assert client.get(url).status_code == 404
    client.force_login(site.head)
    assert client.get(url).status_code == 200
    ItemPhoto.objects.update(removed_at=NOW)
    assert client.get(url).status_code == 404


def test_evidence_is_downloaded_never_shown_and_taken_back_by_its_owner(site, client, send):
    action = planned(given(raised()))
    send(
        site.worker,
        action,
        "minh-chung",
        file=SimpleUploadedFile("b.pdf", b"%PDF-1.4 <script>"),
        title="Bảng",
    )
    evidence = action.evidence.get()
    url = f"{ACTIONS}{action.code}/tep/{evidence.pk}/"
    response = client.get(url)
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Type"] == "application/octet-stream"
    remove = f"{ACTIONS}{action.code}/go-tep/{evidence.pk}/"
    client.force_login(site.head)
    assert client.post(remove).status_code == 403
    client.force_login(site.worker)
    assert client.post(remove).status_code == 302
    assert client.get(url).status_code == 404


# --- Lists, inbox, history ------------------------------------------------------------------------------
def test_the_register_has_overdue_actions_first(site, client):
    late = given(raised(), now=at("2026-10-01 09:00"), due_on=dt.date(2026, 11, 1))
    later = given(raised(), due_on=dt.date(2026, 12, 1))
    soon = given(raised(), due_on=dt.date(2026, 11, 25))
    ended = verified(in_state(ActionState.DONE, finding=raised(), due_on=dt.date(2026, 11, 21)))
    client.force_login(site.secretary)
    shown = [row["action"].code for row in client.get(f"{ACTIONS}?tt=moi-trang-thai").context["rows"]]
    assert shown == [late.code, soon.code, later.code, ended.code]
    assert [row["action"].code for row in client.get(f"{ACTIONS}?tt=qua-han").context["rows"]] == [late.code]
    assert len(client.get(ACTIONS).context["rows"]) == 3
    client.force_login(site.worker)
    assert len(client.get(f"{ACTIONS}?toi=on").context["rows"]) == 3
    client.force_login(site.colleague)
    assert client.get(ACTIONS).context["rows"] == []


def test_findings_are_filtered(site, client):
    raised(grade=Grade.OBSERVATION)
    raised(grade=Grade.MAJOR_NC, source=FindingSource.COMPLAINT, reference="PA-1")
    raised(unit=site.other)
    client.force_login(site.secretary)
    for query, count in (
        ("", 3),
        ("muc=major_nc", 1),
        ("nguon=complaint", 1),
        (f"dv={site.division.pk}", 2),
        ("nam=2026", 3),
        ("nam=2019", 3),
        ("tt=closed", 0),
        ("tt=disputed", 0),
        ("dv=abc&muc=x&trang=zzz", 3),
    ):
        assert len(client.get(f"{FINDINGS}?{query}").context["rows"]) == count, query
    client.force_login(site.head)
    assert len(client.get(FINDINGS).context["rows"]) == 2


def test_everybody_finds_his_own_work_in_the_inbox(site):
    raised(title="Chưa trả lời")
    disputed = raised(title="Phản đối")
    from audits.services import findings

    findings.answer(site.head, disputed.pk, disputed.lock_version, accepts=False, words="Nhầm.", now=NOW)
    given(raised(unit=site.other))
    in_state(ActionState.DONE, finding=accepted(raised()))
    verified(in_state(ActionState.DONE, finding=accepted(raised())))

    def jobs(user, now=NOW):
        policy = DocumentPolicy(user, timezone.localdate(now))
        return [job.url for job in inbox_of(policy, now).of_kind(AUDITS)]

    assert len(jobs(site.head)) == 1
    assert len(jobs(site.worker)) == 1
    assert len(jobs(site.auditor)) == 1
    assert len(jobs(site.leader)) == 1
    assert len(jobs(site.secretary)) == 2
    assert jobs(site.own_auditor) == [] and jobs(site.colleague) == []
    assert jobs(site.desk.by_role["administrator"]) == []
    assert len(jobs(site.auditor, at("2027-03-01 09:00"))) == 2


def test_the_history_is_readable(site, client, send):
    action = planned(given(raised()))
    send(site.secretary, action, "gia-han", due_on="2027-01-15", reason="Chờ phần mềm.")
    client.force_login(site.secretary)
    page = words_of(client.get(f"{ACTIONS}{action.code}/lich-su/"))
    assert "Chờ phần mềm." in page and "15/01/2027" in page and str(site.secretary) in page
    assert "Người thụ lý nghỉ phép." in page and "{" not in page and "lock" not in page.lower()
    page = words_of(client.get(f"{FINDINGS}{action.finding.code}/lich-su/"))
    assert action.finding.title in page


def count_queries(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries), "\n".join(query["sql"][:160] for query in queries)


def test_pages_ask_a_bounded_number_of_times(site, client, late_steps):
    def many(times):
        for number in range(times):
            verified(in_state(ActionState.DONE, finding=accepted(raised(title=f"Việc {number}"))))
            given(raised())

    many(1)
    client.force_login(site.secretary)
    finding = accepted(raised(incident_ids=[incident.pk for incident in late_steps]))
    action = given(finding)
    urls = {
        f"{FINDINGS}?tt=moi-trang-thai": 40,
        f"{ACTIONS}?tt=moi-trang-thai": 40,
        f"{FINDINGS}{finding.code}/": 50,
        f"{ACTIONS}{action.code}/": 50,
        f"{FINDINGS}moi/": 40,
        "/lam-viec/?viec=danh-gia": 60,
    }
    before = {url: count_queries(client, url)[0] for url in urls}
    many(4)
    for _number in range(3):
        given(finding)
    for url, ceiling in urls.items():
        count, said = count_queries(client, url)
        assert count <= ceiling, f"{url}: {count}\n{said}"
        assert count <= before[url] + 2, f"{url}: {before[url]} → {count}\n{said}"
