"""Downloads in the browser: who gets which paper, how the waiting is told, and that no address breaks."""

import datetime as dt
import uuid

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from document_control.enums import Audience
from publications.enums import FileFormat, JobState, ListKind, Marking, PaperKind
from publications.files import jobs
from publications.files.recipes import Recipe
from publications.models import Artefact, RenderJob
from publications.services.artefacts import make_file
from tests.factories.documents import at, issue, make_unit, rewrite, withdraw
from tests.factories.workflow import submit
from tests.publications.quick_writer import use_quick_writer
from tests.workspace.conftest import Ward

STAFF = [
    "one_stop_officer",
    "specialist",
    "head_of_unit",
    "leader",
    "iso_secretary",
    "internal_auditor",
    "clerk",
]
KEEPERS = {"leader", "iso_secretary"}


@pytest.fixture(autouse=True)
def _vietnamese_day(frozen_now):
    """21/11/2026."""


@pytest.fixture
def ward(db):
    return Ward()


@pytest.fixture
def writer(monkeypatch, settings):
    settings.PUBLICATIONS_WORKER = "inline"
    return use_quick_writer(monkeypatch)


def version_of(page):
    return page.document.issuedversions.order_by("chain_index").last()


def address(version, kind="niem-yet", suffix="pdf"):
    return reverse("version-file", args=[version.check_code, kind, suffix])


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def fetch(client, url, capture):
    """The file, after the waiting page if there is one."""
    with capture(execute=True):
        response = client.get(url)
    if response.status_code == 302 and "/tai-ve/cho/" in response["Location"]:
        response = client.get(response["Location"] + "tep/")
    return response


def text_of(response):
    return " ".join(BeautifulSoup(response.content, "html.parser").find(id="main").get_text(" ").split())


def bytes_of(response):
    return b"".join(response.streaming_content)


# --- A file -------------------------------------------------------------------------------------------------
def test_a_citizen_gets_the_notice_by_way_of_the_waiting_page(
    ward, client, writer, django_capture_on_commit_callbacks
):
    version = version_of(ward.procedure())
    with django_capture_on_commit_callbacks(execute=True):
        asked = client.get(address(version))
    assert asked.status_code == 302
    waiting = client.get(asked["Location"])
    assert waiting["Refresh"] == f"1; url={asked['Location']}tep/"
    assert "QT-TP-01-ban-1.0-niem-yet-A4.pdf" in text_of(waiting)
    response = client.get(address(version))  # from now on at once
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="QT-TP-01-ban-1.0-niem-yet-A4.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    content = bytes_of(response)
    made = Artefact.objects.get()
    assert response["ETag"] == f'"{made.sha256}"' and len(content) == made.size
    assert "KHÔNG KIỂM SOÁT" in writer.written[0].layout.watermark
    assert "public" in response["Cache-Control"] and "Cookie" in response["Vary"]
    again = client.get(address(version), headers={"if-none-match": response["ETag"]})
    assert again.status_code == 304 and again["ETag"] == response["ETag"]


@pytest.mark.parametrize("role", [None, *STAFF])
@pytest.mark.parametrize("audience", list(Audience))
def test_who_gets_the_paper_of_a_process(ward, writer, role, audience, django_capture_on_commit_callbacks):
    elsewhere = make_unit("don-vi-khac", "Đơn vị khác")
    version = version_of(ward.process(audience=audience, unit=elsewhere))
    client = signed_in(ward.user(role)) if role else Client()
    response = fetch(client, address(version, "tai-lieu-iso"), django_capture_on_commit_callbacks)
    allowed = {
        Audience.PUBLIC: True,
        Audience.STAFF: role is not None,
        Audience.UNIT: role in {"leader", "iso_secretary", "internal_auditor"},
        Audience.RESTRICTED: role in {"leader", "iso_secretary", "internal_auditor"},
    }[audience]
    if not allowed:
        assert response.status_code == 404
        assert RenderJob.objects.count() == 0
        return
    assert response.status_code == 200
    expected = Marking.NONE if role in KEEPERS else Marking.UNCONTROLLED
    assert Artefact.objects.get().recipe["marking"] == expected
    if role or audience != Audience.PUBLIC:
        assert "private" in response["Cache-Control"]


def test_an_unmarked_paper_is_not_handed_on_by_its_waiting_page(
    ward, writer, client, django_capture_on_commit_callbacks
):
    version = version_of(ward.procedure())
    with django_capture_on_commit_callbacks(execute=True):
        asked = signed_in(ward.user("leader")).get(address(version))
    assert client.get(asked["Location"]).status_code == 404
    assert client.get(asked["Location"] + "tep/").status_code == 404
    assert signed_in(ward.user("specialist")).get(asked["Location"]).status_code == 404
    assert signed_in(ward.user("iso_secretary")).get(asked["Location"] + "tep/").status_code == 200


def test_older_and_withdrawn_versions_say_so_across_the_page(
    ward, writer, client, django_capture_on_commit_callbacks
):
    page = ward.procedure()
    old = version_of(page)
    rewrite(page, title="Tên mới")
    issue(page, now=at("2026-11-01 08:00"))
    assert fetch(client, address(old), django_capture_on_commit_callbacks).status_code == 200
    assert writer.written[-1].layout.watermark == "HẾT HIỆU LỰC"
    newest = version_of(page)
    withdraw(page, now=at("2026-11-10 08:00"))
    assert fetch(client, address(newest), django_capture_on_commit_callbacks).status_code == 200
    assert writer.written[-1].layout.watermark == "HẾT HIỆU LỰC"


def test_staff_read_old_processes_only_with_the_right(ward, writer, django_capture_on_commit_callbacks):
    page = ward.process()
    old = version_of(page)
    rewrite(page, title="Tên mới")
    issue(page, now=at("2026-11-01 08:00"))
    url = address(old, "tai-lieu-iso")
    found = {
        role: fetch(signed_in(ward.user(role)), url, django_capture_on_commit_callbacks).status_code
        for role in ("specialist", "iso_secretary")
    }
    assert found["iso_secretary"] == 200
    reads_all = ward.user("specialist").has_perm("document_control.read_all_versions")
    assert found["specialist"] == (200 if reads_all else 404)


@pytest.mark.parametrize("role", [None, "iso_secretary"])
@pytest.mark.parametrize(
    "tail",
    [
        "niem-yet.exe", "niem-yet.zip", "so-tay.pdf", "danh-muc.pdf", "xau.pdf", "niem-yet.PDF", "niem-yet.pdf?kho=A9",
        "niem-yet.pdf?kho=", "niem-yet.pdf?kho=%00", "niem-yet.docx?kho=A3", "tai-lieu-iso.pdf?kho=A0",
    ],
)  # fmt: skip
def test_papers_that_do_not_exist(ward, writer, tail, role):
    version = version_of(ward.procedure())
    client = signed_in(ward.user(role)) if role else Client()
    assert client.get(f"/tai-ve/{version.check_code}/{tail}").status_code == 404
    assert RenderJob.objects.count() == 0


def test_addresses_that_lead_nowhere(ward, writer, client):
    process = version_of(ward.process())
    for url in (
        "/tai-ve/00000000/niem-yet.pdf",
        "/tai-ve/xyz/niem-yet.pdf",
        f"/tai-ve/cho/{uuid.uuid4()}/",
        f"/tai-ve/cho/{uuid.uuid4()}/tep/",
        "/tai-ve/cho/khong-phai-uuid/",
        "/thu-tuc/khong-co/tai-ve/",
        "/thu-tuc/xu-ly-ho-so-qua-han/tai-ve/",
    ):
        assert client.get(url).status_code == 404, url
    assert signed_in(ward.user("leader")).get(address(process, "niem-yet")).status_code == 404
    assert client.post(address(process)).status_code == 405


def test_upper_case_of_the_code_is_read(ward, writer, client, django_capture_on_commit_callbacks):
    version = version_of(ward.procedure())
    url = f"/tai-ve/{version.check_code.upper()}/niem-yet.pdf"
    assert fetch(client, url, django_capture_on_commit_callbacks).status_code == 200


# --- Waiting ------------------------------------------------------------------------------------------------
@pytest.fixture
def job(ward, monkeypatch):
    use_quick_writer(monkeypatch)
    version = version_of(ward.procedure())
    recipe = Recipe(
        kind=PaperKind.NOTICE, format=FileFormat.PDF, version_id=version.pk, marking=Marking.UNCONTROLLED
    )
    return RenderJob.objects.create(recipe_key=recipe.key, recipe=recipe.as_data(), created_at=timezone.now())


def test_the_waiting_page_tells_the_steps_and_looks_again(job, client):
    RenderJob.objects.update(
        state=JobState.RUNNING, attempts=1, done=3, total=15, doing="Chương 3", heartbeat_at=timezone.now()
    )
    url = reverse("file-progress", args=[job.public_id])
    response = client.get(url)
    assert response["Refresh"] == "2"
    page = BeautifulSoup(response.content, "html.parser")
    assert "3/15" in page.title.get_text()
    assert "Chương 3" in page.select_one("[role=status] b").get_text()
    assert (page.progress["value"], page.progress["max"]) == ("3", "15")
    still = client.get(url + page.select_one("[role=status] a")["href"])
    assert "Refresh" not in still
    assert "no-store" in response["Cache-Control"]


def test_the_waiting_page_tells_how_many_come_first(job, client):
    earlier = timezone.now() - dt.timedelta(minutes=1)
    RenderJob.objects.create(recipe_key="y", recipe=job.recipe, created_at=earlier)
    response = client.get(reverse("file-progress", args=[job.public_id]))
    assert "1 " in text_of(response)


def test_the_waiting_page_tells_what_failed_and_offers_again(job, client):
    RenderJob.objects.update(state=JobState.FAILED, error="Văn bản quá dài.", finished_at=timezone.now())
    response = client.get(reverse("file-progress", args=[job.public_id]))
    assert "Refresh" not in response
    page = BeautifulSoup(response.content, "html.parser")
    assert "Văn bản quá dài." in page.select_one("[role=alert]").get_text()
    assert page.select_one(".actions .primary")["href"].endswith("/niem-yet.pdf")


def test_looking_wakes_a_worker_when_the_last_one_died(job, client, settings):
    settings.PUBLICATIONS_WORKER = "inline"
    RenderJob.objects.update(
        state=JobState.RUNNING, attempts=1, heartbeat_at=timezone.now() - dt.timedelta(seconds=61)
    )
    response = client.get(reverse("file-progress", args=[job.public_id]))
    job.refresh_from_db()
    assert job.state == JobState.DONE
    assert "url=" in response["Refresh"]


def test_a_file_pruned_meanwhile_is_offered_again(job, client):
    jobs.work_off()
    Artefact.objects.all().delete()
    url = reverse("file-progress", args=[job.public_id])
    response = client.get(url)
    assert "Refresh" not in response
    assert (
        BeautifulSoup(response.content, "html.parser")
        .select_one(".actions .primary")["href"]
        .endswith(".pdf")
    )
    assert client.get(url + "tep/")["Location"] == url


def test_bytes_missing_from_storage_are_no_error_page(job, client):
    jobs.work_off()
    made = Artefact.objects.get()
    made.file.storage.delete(made.file.name)
    assert client.get(reverse("made-file", args=[job.public_id])).status_code == 404


def test_a_visitor_who_asks_for_too_much_is_told_to_wait(ward, client, monkeypatch):
    use_quick_writer(monkeypatch)
    version = version_of(ward.procedure())
    for suffix in ("pdf", "docx", "html", "epub"):
        assert client.get(address(version, suffix=suffix)).status_code == 302
    response = client.get(address(version, suffix="odt"))
    assert response.status_code == 429
    assert response["Retry-After"]
    assert BeautifulSoup(response.content, "html.parser").select_one("[role=alert]").get_text().strip()
    assert client.get(address(version, suffix="odt"), REMOTE_ADDR="203.0.113.9").status_code == 302
    assert "203.0.113.9" not in "".join(RenderJob.objects.values_list("asked_from", flat=True))


# --- The pages ----------------------------------------------------------------------------------------------
def test_the_download_page_offers_every_paper_with_size_and_hash(ward, client, monkeypatch):
    use_quick_writer(monkeypatch)
    page = ward.procedure()
    version = version_of(page)
    recipe = Recipe(
        kind=PaperKind.NOTICE, format=FileFormat.PDF, version_id=version.pk, marking=Marking.UNCONTROLLED
    )
    made = make_file(recipe, dt.date(2026, 11, 21))
    response = client.get(reverse("procedure-downloads", args=[page.slug]))
    shown = BeautifulSoup(response.content, "html.parser")
    links = [link["href"] for link in shown.select("#main .list a")]
    assert len(links) == 7 + 5 and len(set(links)) == 12
    assert made.sha256[:8] in text_of(response)
    assert "BẢN KHÔNG KIỂM SOÁT" in text_of(response)
    for link in links:
        assert client.get(link).status_code in (200, 302, 429), link


def test_the_download_page_of_an_older_version(ward, client, writer):
    page = ward.procedure()
    rewrite(page, title="Tên mới")
    issue(page, now=at("2026-11-01 08:00"))
    url = reverse("procedure-downloads", args=[page.slug])
    assert "HẾT HIỆU LỰC" in text_of(client.get(url + "?ban=1.0"))
    assert "BẢN KHÔNG KIỂM SOÁT" in text_of(client.get(url))
    for nonsense in ("9.9", "x", "1", "../..", "1.0\x00", "9" * 400):
        assert client.get(url, {"ban": nonsense}).status_code == 404, nonsense


@pytest.mark.parametrize("role", STAFF)
def test_the_download_page_of_a_process(ward, writer, role):
    open_page = ward.process()
    closed = ward.process(
        audience="restricted", code="QT-NB-90", short_title="Quy trình kín", title="Quy trình kín"
    )
    client = signed_in(ward.user(role))
    response = client.get(reverse("process-downloads", args=[open_page.slug]))
    assert response.status_code == 200
    links = BeautifulSoup(response.content, "html.parser").select("#main .list a")
    assert len(links) == 5
    expected = 200 if role in {"leader", "iso_secretary", "internal_auditor"} else 403
    assert client.get(reverse("process-downloads", args=[closed.slug])).status_code == expected
    assert client.get(reverse("process-downloads", args=["khong-co"])).status_code == 404


def test_signing_in_comes_first_for_processes(ward, client):
    url = reverse("process-downloads", args=[ward.process().slug])
    assert client.get(url)["Location"].startswith(reverse("staff-login"))


def test_the_pages_ask_few_queries(ward, client, writer, django_assert_max_num_queries):
    page = ward.procedure()
    url = reverse("procedure-downloads", args=[page.slug])
    client.get(url)
    with django_assert_max_num_queries(28):
        client.get(url)


def test_procedure_and_process_lead_to_their_papers(ward, client):
    page = ward.procedure()
    shown = BeautifulSoup(client.get(reverse("procedure", args=[page.slug])).content, "html.parser")
    links = [link["href"] for link in shown.select(".print-block a")]
    assert links[:2] == [address(version_of(page)), address(version_of(page), "tai-lieu-iso")]
    assert client.get(links[-1]).status_code == 200
    process = ward.process()
    staff = signed_in(ward.user("specialist"))
    shown = BeautifulSoup(staff.get(reverse("process", args=[process.slug])).content, "html.parser")
    links = [link["href"] for link in shown.select(".print-block a")]
    assert links[0] == address(version_of(process), "tai-lieu-iso")
    assert staff.get(links[-1]).status_code == 200


# --- Drafts -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("role", STAFF)
def test_a_test_print_of_a_draft(ward, writer, role, django_capture_on_commit_callbacks):
    page = ward.procedure()
    submit(page, ward.people.author, short_title="Tên mới của thủ tục")
    client = signed_in(ward.user(role))
    readable = client.get(reverse("approval", args=[page.pk])).status_code == 200
    for kind in ("niem-yet", "tai-lieu-iso"):
        url = reverse("draft-print", args=[page.pk, kind])
        response = fetch(client, url, django_capture_on_commit_callbacks)
        assert response.status_code == (200 if readable else 403), kind
    if not readable:
        assert RenderJob.objects.count() == 0
        return
    assert {document.layout.watermark for document in writer.written} == {"DỰ THẢO"}
    assert "Tên mới của thủ tục" in writer.written[-1].info.title
    assert "du-thao" in response["Content-Disposition"]
    waiting = RenderJob.objects.first()
    assert Client().get(reverse("file-progress", args=[waiting.public_id])).status_code == 404


def test_no_test_print_of_what_does_not_exist(ward, writer):
    client = signed_in(ward.user("leader"))
    process = ward.process()
    for args in ([10**9, "niem-yet"], [process.pk, "niem-yet"], [process.pk, "so-tay"]):
        assert client.get(reverse("draft-print", args=args)).status_code == 404


# --- Registers ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("role", [*STAFF, "administrator"])
def test_the_master_list_as_a_paper_is_the_readers_own(
    ward, writer, role, django_capture_on_commit_callbacks
):
    ward.procedure()
    ward.process(audience="restricted", code="QT-NB-90", title="Quy trình kín")
    client = signed_in(ward.user(role))
    sees = client.get(reverse("master-list")).status_code == 200
    for kind in ListKind:
        url = reverse("master-list-file", args=[kind, "pdf"])
        response = fetch(client, url, django_capture_on_commit_callbacks)
        assert response.status_code == (200 if sees else 403), kind
    if not sees:
        return
    assert "danh-muc" in response["Content-Disposition"]
    shown = "".join(document.canonical() for document in writer.written)
    oversees = role in {"leader", "iso_secretary", "internal_auditor"}
    assert "QT-TP-01" in shown and ("QT-NB-90" in shown) == oversees
    waiting = reverse("file-progress", args=[RenderJob.objects.first().public_id])
    assert client.get(waiting).status_code == 200
    other = "leader" if role != "leader" else "iso_secretary"
    assert signed_in(ward.user(other)).get(waiting).status_code == 404
    assert client.get(reverse("master-list-file", args=["xau", "pdf"])).status_code == 404
    assert client.get(reverse("master-list-file", args=["documents", "zip"])).status_code == 404
