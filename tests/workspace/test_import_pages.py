"""The import desk as a person uses it: files in, a list that tells, chosen documents out as drafts."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from procedures.enums import ImportState
from procedures.import_desk import selectors, services, writing
from procedures.import_desk.kind_words import KIND_WORDS
from procedures.import_desk.selectors import ItemFilter
from procedures.import_desk.views import batches
from procedures.importers.findings import FindingKind
from procedures.models import ImportBatch, ImportFile, ImportItem, ProcessPage
from tests.workspace.import_files import own_file, portal_data, portal_file, record

pytestmark = pytest.mark.django_db
JSON = {"headers": {"accept": "application/json"}}


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


@pytest.fixture
def client_in(ward, browse):
    return browse(ward.people.author)


@pytest.fixture
def batch(client_in):
    client_in.post(reverse("import-open"))
    return ImportBatch.objects.get()


@pytest.fixture
def send(client_in, batch):
    def now_send(*files, **more):
        return client_in.post(reverse("import-upload", args=[batch.pk]), {"tep": list(files)}, **more)

    return now_send


@pytest.fixture
def show(client_in, batch):
    def now_show(**query):
        return soup(client_in.get(reverse("import-batch", args=[batch.pk]), query))

    return now_show


def write(client, batch, **data):
    page = soup(client.get(reverse("import-batch", args=[batch.pk])))
    shown = [box["value"] for box in page.select("input[name=hien]")]
    ticked = [box["value"] for box in page.select("input[name=chon][checked]")]
    sent = {"hien": shown, "chon": ticked} | data
    return client.post(reverse("import-write", args=[batch.pk]), sent, follow=True)


# --- The list of imports ------------------------------------------------------------------------------------------
def test_an_empty_list_teaches_what_can_be_brought_in(client_in):
    page = soup(client_in.get(reverse("import-list")))
    assert page.select_one(".empty")
    words = page.find(id="main").get_text()
    assert all(ending in words for ending in (".json", ".docx", ".xlsx", ".yaml"))


def test_pressing_twice_makes_one_import(client_in):
    first = client_in.post(reverse("import-open"))
    assert client_in.post(reverse("import-open"))["Location"] == first["Location"]
    assert ImportBatch.objects.count() == 1


def test_an_import_without_files_is_not_listed(client_in, batch, send):
    assert not soup(client_in.get(reverse("import-list"))).select("table.imports")
    send(own_file())
    row = soup(client_in.get(reverse("import-list"))).select_one("table.imports tbody tr")
    assert [cell.get_text(strip=True) for cell in row.select("td.r")] == ["1", "1", "0", "1"]


@pytest.mark.parametrize("file_format", ["yaml", "json", "xlsx"])
def test_everything_can_be_taken_out_and_brought_in_again(ward, client_in, batch, send, file_format):
    ward.procedure()
    response = client_in.get(reverse("import-export", args=[file_format]))
    assert response.status_code == 200
    assert f'.{file_format}"' in response["Content-Disposition"]
    send(SimpleUploadedFile(f"tat-ca.{file_format}", response.content))
    assert [item.action for item in ImportItem.objects.all()] == ["unchanged"]


def test_another_format_is_not_there(client_in):
    assert client_in.get(reverse("import-export", args=["docx"])).status_code == 404


# --- Files come in ------------------------------------------------------------------------------------------------
def test_several_files_of_one_form(batch, send, show):
    response = send(own_file(record("QT-A")), portal_file("1.999002"), follow=True)
    assert response.redirect_chain[-1][0] == reverse("import-batch", args=[batch.pk])
    codes = {code.get_text() for code in show().select(".import-table .code")}
    assert codes == {"QT-A", "TTHC-1.999002"}


def test_a_form_without_files_says_so(send):
    assert soup(send(follow=True)).select_one(".notice.t-warn")


def test_a_script_gets_one_line_for_each_file(send):
    said = send(own_file(), **JSON).json()
    assert (said["name"], said["state"]) == ("thu-tuc.json", "read")
    broken = send(SimpleUploadedFile("hong.json", b'{"code": "OK", '), **JSON).json()
    assert broken["state"] == "refused" and broken["words"]
    faulty = send(
        own_file(record("QT-B", steps=[{"title": "Thiếu vai trò"}]), name="loi.json"), **JSON
    ).json()
    assert faulty["state"] == "errors"
    assert send(**JSON).status_code == 400


@pytest.mark.parametrize(
    "file",
    [
        SimpleUploadedFile("trong.json", b" "),
        SimpleUploadedFile("anh.png", b"\x89PNG\r\n\x1a\n"),
        SimpleUploadedFile("hong.yaml", b"iso_code: [1, 2"),
        SimpleUploadedFile("gia.docx", b"PK\x03\x04 not a document"),
        SimpleUploadedFile("../../etc/passwd.json", b"{"),
        SimpleUploadedFile("x" * 240 + ".json", b"[1]"),
    ],
    ids=lambda file: file.name[:12],
)
def test_wrong_files_are_listed_with_their_reason(send, show, file):
    send(file)
    page = show(loc="tu-choi")
    assert page.select_one(".import-table tbody tr td ul li").get_text(strip=True)
    assert not ImportItem.objects.exists()


def test_packed_and_large_files_are_refused_before_they_are_read(send, monkeypatch):
    packed = send(SimpleUploadedFile("tat-ca.zip", b"PK\x03\x04"), **JSON).json()
    assert packed["state"] == "refused"
    monkeypatch.setattr("procedures.import_desk.views.uploads.MAX_BYTES", 10)
    large = send(own_file(), **JSON).json()
    assert large["state"] == "refused"
    assert not ImportFile.objects.exists()


def test_more_files_than_a_form_may_hold_are_refused_with_a_sentence(send):
    many = [SimpleUploadedFile(f"{n}.json", b"{") for n in range(101)]
    response = send(*many)
    assert response.status_code == 400
    assert "nhiều nhất 100 tệp" in response.content.decode()
    assert not ImportFile.objects.exists()


def test_a_closed_import_takes_nothing_in(client_in, batch, send):
    send(own_file(record("QT-A"), name="a.json"))
    client_in.post(reverse("import-close", args=[batch.pk]))
    assert send(own_file(record("QT-B"), name="b.json"), **JSON).json()["state"] == "refused"
    page = soup(client_in.get(reverse("import-batch", args=[batch.pk])))
    assert not page.select("input[type=file]")


def test_the_original_goes_out_byte_for_byte_and_is_never_shown(client_in, send):
    data = portal_data()
    send(SimpleUploadedFile("thủ tục.json", data))
    response = client_in.get(reverse("import-file", args=[ImportFile.objects.get().pk]))
    assert b"".join(response.streaming_content) == data
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Type"] == "application/octet-stream"


def test_a_file_is_taken_out(client_in, send):
    send(own_file())
    client_in.post(reverse("import-file-remove", args=[ImportFile.objects.get().pk]))
    assert not ImportFile.objects.exists() and not ImportItem.objects.exists()


# --- The list of one import ---------------------------------------------------------------------------------------
def test_tabs_search_and_kinds_narrow_the_list(batch, send, show):
    send(
        own_file(record("QT-A", "Cấp thẻ"), record("QT-B", "Đổi thẻ", steps=[{"title": "Ai làm?"}])),
        portal_file("1.999003"),
    )

    def codes(**query):
        return {code.get_text() for code in show(**query).select(".import-table .code")}

    assert codes() == {"QT-A", "QT-B", "TTHC-1.999003"}
    assert codes(loc="loi") == {"QT-B"}
    assert codes(loc="moi") == {"QT-A", "TTHC-1.999003"}
    assert codes(q="QT-A") == {"QT-A"} == codes(q="Cấp thẻ", loc="moi", loai="") - {"TTHC-1.999003"}
    assert codes(loai="code.proposed") == {"TTHC-1.999003"}
    assert codes(loai="không có", q="'; DROP", trang="x", loc="gì đó") == set()
    offered = {option["value"] for option in show().select("#import-kind option")} - {""}
    assert "code.proposed" in offered and offered <= set(FindingKind)


def test_every_kind_has_words():
    assert set(KIND_WORDS) == set(FindingKind)


def test_two_documents_of_one_code_are_shown_and_keep_the_writing_back(client_in, batch, send, show):
    send(own_file(record("QT-A"), name="a.json"), own_file(record("QT-A", "Khác"), name="b.json"))
    page = show()
    assert len(page.select(".import-table .pill.t-bad")) == 2
    assert "QT-A" in page.select_one("#write-reason").get_text()
    assert {code.get_text() for code in show(loai="code.twice").select(".import-table .code")} == {"QT-A"}
    assert write(client_in, batch).status_code == 200
    batch.refresh_from_db()
    assert "QT-A" in batch.trouble and not ProcessPage.objects.filter(code="QT-A").exists()


def test_the_list_asks_as_much_for_sixty_as_for_two(client_in, batch, send):
    url = reverse("import-batch", args=[batch.pk])

    def queries():
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert client_in.get(url).status_code == 200
        return len(found)

    send(own_file(record("QT-01"), record("QT-02")))
    client_in.get(url)
    few = queries()
    send(own_file(*(record(f"QT-{n}", f"Thủ tục {n}") for n in range(10, 70)), name="nhieu.json"))
    assert queries() == few <= 32
    assert len(client_in.get(url).context["page"]) == batches.PAGE_SIZE


def test_the_list_of_imports_asks_as_much_for_many(ward, client_in, batch, send):
    send(own_file())
    url = reverse("import-list")
    client_in.get(url)
    with CaptureQueriesContext(connection) as few:
        client_in.get(url)
    for number in range(8):
        other = services.open_batch(batch.unit, by=ward.people.author, now=timezone.now())
        services.receive_file(other, portal_data(f"1.99900{number}"), "a.json", now=timezone.now())
    with CaptureQueriesContext(connection) as many:
        client_in.get(url)
    assert len(many) == len(few) <= 30


def test_heavy_columns_stay_in_the_database(batch, send):
    send(own_file())
    item = selectors.items_of(batch, ItemFilter()).get()
    assert {"layout", "passages", "problems"} <= item.get_deferred_fields()


# --- Choosing and writing -----------------------------------------------------------------------------------------
def chosen():
    return set(ImportItem.objects.filter(is_chosen=True).values_list("code", flat=True))


def test_ticks_of_one_page_leave_other_pages_alone(client_in, batch, send):
    send(own_file(record("QT-A"), record("QT-B", "B"), record("QT-C", "C")))
    keys = dict(ImportItem.objects.values_list("code", "pk"))
    url = reverse("import-choose", args=[batch.pk])
    client_in.post(url, {"hien": [keys["QT-A"], keys["QT-B"]], "chon": [keys["QT-B"]]})
    assert chosen() == {"QT-B", "QT-C"}
    client_in.post(url, {"khong": "1"})
    assert chosen() == set()
    client_in.post(url, {"tat-ca": "1"})
    assert chosen() == {"QT-A", "QT-B", "QT-C"}
    client_in.post(url, {"hien": ["x", "9" * 30, "-1"], "chon": ["²"]})
    assert chosen() == {"QT-A", "QT-B", "QT-C"}


def test_what_has_errors_cannot_be_chosen(client_in, batch, send):
    send(own_file(record("QT-A", steps=[{"title": "Ai làm?"}])))
    key = ImportItem.objects.get().pk
    client_in.post(reverse("import-choose", args=[batch.pk]), {"hien": [key], "chon": [key]})
    assert chosen() == set()


def test_chosen_documents_become_drafts_and_the_result_leads_to_them(client_in, batch, send):
    send(own_file(record("QT-A"), record("QT-B", "B")))
    response = write(client_in, batch)
    page = soup(response)
    assert response.redirect_chain[-1][0].endswith("loc=da-ghi")
    written = ProcessPage.objects.get(code="QT-A")
    links = {a["href"] for a in page.select(".import-table a")}
    assert reverse("approval", args=[written.pk]) in links
    assert reverse("wagtailadmin_pages:edit", args=[written.pk]) in links
    assert not written.live and written.owner == batch.created_by
    everything = soup(client_in.get(reverse("import-batch", args=[batch.pk])))
    assert everything.select_one(".import-table") and not everything.select_one(".import-bar")


def test_complete_ones_are_sent_on_when_asked(client_in, batch, send):
    send(own_file())
    write(client_in, batch, **{"gui-duyet": "1"})
    batch.refresh_from_db()
    assert batch.submits and batch.trouble == ""


def test_the_limit_is_said_before_pressing_and_kept_after(client_in, batch, send, show, monkeypatch):
    send(own_file(record("QT-A"), record("QT-B", "B")))
    for module in (writing, batches):
        monkeypatch.setattr(module, "MOST_AT_ONCE", 1)
    reason = show().select_one("#write-reason").get_text()
    assert "2" in reason and "1" in reason
    response = write(client_in, batch)
    assert response.status_code == 409
    assert soup(response).select_one("[role=alert]")
    assert not ProcessPage.objects.filter(code__in=["QT-A", "QT-B"]).exists()


def test_nothing_chosen_is_said(client_in, batch, send):
    send(own_file())
    assert write(client_in, batch, chon=[]).status_code == 409


def test_a_refusal_of_one_writes_none_and_stands_beside_it(client_in, batch, send, show, monkeypatch):
    send(own_file(record("QT-A"), record("QT-B", "B", level="khong-co")))
    write(client_in, batch)
    batch.refresh_from_db()
    assert batch.trouble and not ProcessPage.objects.filter(code="QT-A").exists()
    assert batch.trouble in show().get_text()
    assert {code.get_text() for code in show(loc="loi").select(".import-table .code")} == {"QT-B"}


def test_while_it_writes_the_page_looks_again_by_itself(client_in, batch, send, monkeypatch):
    send(own_file())
    monkeypatch.setattr(writing, "_start_child", lambda *_: None)
    monkeypatch.setattr("django.conf.settings.IMPORTS_WRITER", "child")
    response = write(client_in, batch)
    page = soup(response)
    assert page.select_one('noscript meta[http-equiv="refresh"]')
    assert client_in.get(reverse("import-batch", args=[batch.pk]))["Location"].endswith("tien-do/")
    said = client_in.get(reverse("import-progress", args=[batch.pk]), **JSON).json()
    assert said["is_over"] is False and said["words"]
    upload = client_in.post(
        reverse("import-upload", args=[batch.pk]), {"tep": own_file(name="b.json")}, **JSON
    ).json()
    assert upload["state"] == "refused"


def test_a_writer_that_was_killed_opens_the_import_again(client_in, batch, send):
    send(own_file())
    long_ago = timezone.now() - dt.timedelta(minutes=5)
    ImportBatch.objects.filter(pk=batch.pk).update(state=ImportState.WRITING, writing_since=long_ago)
    said = client_in.get(reverse("import-progress", args=[batch.pk]), **JSON).json()
    assert said == {"is_over": True, "url": reverse("import-batch", args=[batch.pk])}
    page = soup(client_in.get(said["url"]))
    assert page.select_one("[role=alert]") and page.select_one(".import-bar")
    assert chosen() == {"QT-NHAP-01"}


def test_closing_keeps_the_evidence_and_removes_the_rest(client_in, batch, send):
    send(own_file(record("QT-A"), name="a.json"))
    write(client_in, batch)
    send(own_file(record("QT-B", "B"), name="b.json"))
    client_in.post(reverse("import-close", args=[batch.pk]))
    batch.refresh_from_db()
    assert batch.state == ImportState.CLOSED
    assert [file.name for file in batch.files.all()] == ["a.json"]
    assert client_in.post(reverse("import-close", args=[batch.pk])).status_code == 409


# --- Where a draft came from --------------------------------------------------------------------------------------
def test_the_approval_screen_and_the_editor_name_the_file(ward, client_in, browse, batch, send):
    send(own_file())
    write(client_in, batch)
    item = ImportItem.objects.get()
    for url in (
        reverse("approval", args=[item.page_id]),
        reverse("wagtailadmin_pages:edit", args=[item.page_id]),
    ):
        box = soup(client_in.get(url)).select_one(".import-sources")
        assert item.file.sha256[:12] in box.get_text()
        assert box.find("a")["href"] == reverse("import-item", args=[item.pk])
    leader = browse(ward.user("leader"))
    box = soup(leader.get(reverse("approval", args=[item.page_id]))).select_one(".import-sources")
    assert item.file.name in box.get_text() and box.find("a") is None


def test_the_menu_and_the_page_of_texts_lead_here(client_in):
    page = soup(client_in.get(reverse("approvals")))
    assert len(page.select(f'a[href="{reverse("import-list")}"]')) >= 2
