"""Words that stand only in a form's file find the form, for whoever may open the file and for nobody else."""

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile

from document_control.enums import Audience
from document_control.policies import DocumentPolicy
from organisation.enums import PermissionRole
from organisation.models import OfficeDocument
from procedures.as_of import AsOf
from procedures.models import FormTemplate
from search.file_worker import FileWorker
from search.finding import complete, find, present
from search.models import ExtractedText
from search.reader import Reader
from search.understanding import ask
from tests.factories.documents import (
    at,
    issue,
    issue_procedure,
    make_people,
    make_process_page,
    make_unit,
    rewrite,
)
from tests.factories.snapshots import form
from tests.importers.office.docx_parts import docx, paragraph

pytestmark = pytest.mark.django_db

ISSUED, NOW = at("2026-10-01 08:00"), at("2026-11-20 09:15")
PUBLIC = "public"
READERS = [PUBLIC, *PermissionRole.values]
OVERSIGHT = {PermissionRole.ISO_SECRETARY, PermissionRole.INTERNAL_AUDITOR, PermissionRole.LEADER}
WORDS = "Cam kết nuôi đom đóm đúng mật độ"
QUERY = "nuôi đom đóm"


@pytest.fixture(autouse=True)
def clock(settings, tmp_path):
    settings.SEARCH_INDEX_DIR = tmp_path / "search-index"
    with time_machine.travel(NOW, tick=False):
        yield


def make_form(code, words=WORDS, name="Mẫu số 01.docx"):
    data = ContentFile(docx(paragraph("Tờ khai") + paragraph(words)), name=name)
    file = OfficeDocument.objects.create(title=code, file=data)
    FormTemplate.objects.create(code=code, name=f"Biểu {code}", file=file)
    return form(code, f"Biểu {code}")


def read_files():
    FileWorker().work()


def reader_of(name):
    policy = None if name == PUBLIC else DocumentPolicy(make_people().by_role[name])
    return Reader(AsOf(NOW, NOW.date()), policy)


def codes_found(name, query=QUERY):
    return [match.facts.code for match in find(ask(query), reader_of(name))]


def results(client, query, address="/tim/"):
    response = client.get(address, {"q": query})
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser").select(".results > li")


@pytest.fixture
def public_form():
    issue_procedure(now=ISSUED, forms=[make_form("TP-77")], components=[])
    read_files()


def test_the_hit_says_in_which_file_and_leads_to_the_page_of_its_document(client, public_form):
    (hit,) = results(client, QUERY)
    assert hit.select_one("a.title")["href"] == "/thu-tuc/dang-ky-khai-sinh/"
    in_file = hit.select_one(".in-file")
    assert "Mẫu_số_01" in in_file.get_text()
    assert [mark.get_text() for mark in in_file.select("mark")] == ["nuôi đom đóm"]
    download = hit.select_one('a[href^="/tep/"]')
    assert client.get(download["href"]).status_code == 200


@pytest.mark.usefixtures("own_index")
def test_a_form_found_by_name_and_by_file_is_one_result(client, public_form):
    (match,) = [match for match in find(ask("biểu TP-77"), reader_of(PUBLIC)) if match.facts.code == "TP-77"]
    assert match.is_named
    both = [match.facts.code for match in find(ask("tờ khai"), reader_of(PUBLIC))]
    assert both.count("TP-77") == 1


def test_words_in_files_are_no_suggestions(public_form):
    assert complete("nuôi đom", reader_of(PUBLIC)) == []


def test_nothing_is_found_before_the_file_was_read():
    issue_procedure(now=ISSUED, forms=[make_form("TP-77")], components=[])
    assert codes_found(PUBLIC) == []
    read_files()
    assert codes_found(PUBLIC) == ["TP-77"]


# --- Who finds it -----------------------------------------------------------------------------------------
@pytest.fixture(params=[Audience.RESTRICTED, Audience.UNIT])
def closed_form(request):
    other = make_unit("phong-bi-mat", "Phòng Bí mật")
    page = make_process_page(
        code="QT-MAT-01",
        unit=other,
        forms=[make_form("BM-MAT")],
        audience=request.param,
        records=[],
        steps=[],
    )
    issue(page, now=ISSUED)
    read_files()


@pytest.mark.parametrize("name", READERS)
def test_a_closed_form_is_found_by_oversight_only(client, closed_form, name):
    may = name in OVERSIGHT
    assert (codes_found(name) == ["BM-MAT"]) == may
    if name != PUBLIC:
        client.force_login(make_people().by_role[name])
    page = client.get("/tim/" if name == PUBLIC else "/lam-viec/tim/", {"q": QUERY}).content.decode()
    assert ("Cam kết" in page) == may


@pytest.mark.parametrize("name", READERS)
def test_a_form_of_staff_is_found_by_staff(name):
    issue(make_process_page(forms=[make_form("BM-01")], records=[], steps=[]), now=ISSUED)
    read_files()
    assert codes_found(name) == ([] if name == PUBLIC else ["BM-01"])


def test_the_same_form_with_another_file_in_a_closed_process_tells_nothing():
    """One form, two files: the public one is issued, then a closed process gets a filled-in one."""
    issue_procedure(now=ISSUED, forms=[make_form("TP-77", "Bản trống")], components=[])
    template = FormTemplate.objects.get(code="TP-77")
    data = ContentFile(docx(paragraph(WORDS)), name="kín.docx")
    template.file = OfficeDocument.objects.create(title="kín", file=data)
    template.save()
    page = make_process_page(
        forms=[form("TP-77", "Biểu")], audience=Audience.RESTRICTED, records=[], steps=[]
    )
    issue(page, now=ISSUED)
    read_files()
    assert codes_found(PUBLIC) == codes_found(PermissionRole.SPECIALIST) == []
    assert codes_found(PermissionRole.LEADER) == ["TP-77"]
    (found,) = present(find(ask(QUERY), reader_of(PermissionRole.LEADER)))
    assert (found.file.name, found.url) == ("kín.docx", "/lam-viec/quy-trinh/xu-ly-ho-so-qua-han/")
    assert codes_found(PUBLIC, "bản trống") == ["TP-77"]


def test_the_same_file_in_an_open_and_a_closed_document_belongs_to_both():
    shared = make_form("TP-77")
    issue_procedure(now=ISSUED, forms=[shared], components=[])
    page = make_process_page(forms=[make_form("BM-MAT")], audience=Audience.RESTRICTED, records=[], steps=[])
    issue(page, now=ISSUED)
    read_files()
    assert ExtractedText.objects.count() == 1
    assert codes_found(PUBLIC) == ["TP-77"]
    assert set(codes_found(PermissionRole.LEADER)) == {"TP-77", "BM-MAT"}


def test_a_file_of_a_draft_is_not_found():
    make_form("TP-66")
    read_files()
    assert ExtractedText.objects.exclude(text="").exists()
    assert codes_found(PUBLIC) == codes_found(PermissionRole.LEADER) == []


def test_a_file_goes_with_its_version():
    page = issue_procedure(now=ISSUED, forms=[make_form("TP-77")], components=[])
    rewrite(page, forms=[])
    issue(page, now=at("2026-11-10 08:00"))
    read_files()
    assert codes_found(PUBLIC) == []
    with time_machine.travel(at("2026-11-05 08:00"), tick=False):
        then = Reader(AsOf(at("2026-11-05 08:00"), at("2026-11-05 08:00").date()))
        assert [match.facts.code for match in find(ask(QUERY), then)] == ["TP-77"]


# --- Cost ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("count", [2, 12])
def test_files_cost_a_fixed_number_of_queries_and_only_shown_texts_are_loaded(
    client, count, django_assert_max_num_queries
):
    forms = [make_form(f"TP-{number:02}", f"{WORDS} {number}") for number in range(count)]
    issue_procedure(now=ISSUED, forms=forms, components=[])
    read_files()
    with django_assert_max_num_queries(28) as queries:
        hits = results(client, QUERY)
    assert len(hits) == min(count, 10)
    loading = [q["sql"] for q in queries.captured_queries if q["sql"].startswith("SELECT") and
               '"search_extractedtext"."text"' in q["sql"].split(" FROM ")[0]]  # fmt: skip
    assert len(loading) == 1
    hashes = ExtractedText.objects.values_list("sha256", flat=True)
    assert sum(sha256 in loading[0] for sha256 in hashes) == len(hits)
