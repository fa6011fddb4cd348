"""Everyday names of the office's own table, promoted results, the command, and what citizens really type."""

import json

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from wagtail.contrib.search_promotions.models import Query as PromotedQuery
from wagtail.contrib.search_promotions.models import SearchPromotion

from document_control.enums import Audience
from organisation.enums import PermissionRole
from procedures.setup.site_setup import ensure_site
from search.analysis.synonyms import SEED_FILE, read_table
from search.models import SynonymGroup
from search.office_synonyms import office_synonyms, seed_synonyms
from search.understanding import ask, plain_text
from tests.factories.documents import at, issue, issue_procedure, make_people, make_process_page
from tests.factories.snapshots import step

pytestmark = pytest.mark.django_db

ISSUED = at("2026-10-01 08:00")
NOW = at("2026-11-20 09:15")


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


def titles(client, query, **more):
    response = client.get("/tim/", {"q": query, **more})
    assert response.status_code == 200
    return [a.get_text() for a in BeautifulSoup(response.content, "html.parser").select(".results .title")]


@pytest.fixture
def ward():
    seed_synonyms()
    issue_procedure(now=ISSUED)
    issue_procedure(
        now=ISSUED,
        code="QT-DD-01",
        national_code="",
        title="Đăng ký đất đai, cấp Giấy chứng nhận quyền sử dụng đất lần đầu",
        short_title="Cấp giấy chứng nhận đất lần đầu",
        summary="Người dân nộp tại Ủy ban nhân dân phường.",
        components=[],
        forms=[],
        steps=[step(1, "Nộp hồ sơ", "citizen")],
        results=[],
        cases=[],
        public_steps="<p>Nộp hồ sơ.</p>",
        conditions="",
    )


# --- What people type -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "query", ["so do", "sổ đỏ", "SỔ ĐỎ", "lam so do", "giay chung nhan quyen su dung dat"]
)
def test_so_do_finds_the_land_certificate(client, ward, query):
    if query == "lam so do":
        SynonymGroup.objects.create(names="làm sổ đỏ", means="giấy chứng nhận quyền sử dụng đất")
    assert titles(client, query)[0] == "Cấp giấy chứng nhận đất lần đầu"


@pytest.mark.parametrize(
    "query",
    [
        "khai sinh",
        "khai sinh ",
        "KHAI SINH",
        "qt-tp-01",
        "so:QT-TP-01",
    ],
)
def test_khai_sinh_finds_its_procedure(client, ward, query):
    assert titles(client, query)[0] == "Đăng ký khai sinh"


@pytest.mark.usefixtures("own_index")
def test_a_national_code_finds_its_procedure(client, ward):
    assert titles(client, "1.001193") == ["Đăng ký khai sinh"]


def test_two_places_of_the_tone_are_one(client, ward):
    assert titles(client, "uỷ ban") == titles(client, "ủy ban") != []


@pytest.mark.usefixtures("own_index")
def test_signs_are_understood(client, ward):
    assert titles(client, '"chứng nhận quyền"') == ["Cấp giấy chứng nhận đất lần đầu"]
    assert titles(client, '"nhận chứng"') == []
    assert titles(client, "dang ky -khai") == ["Cấp giấy chứng nhận đất lần đầu"]
    assert titles(client, "dang ky tu:2026") and titles(client, "dang ky tu:2027") == []


def test_what_was_also_looked_for_is_said_and_marked(client, ward):
    page = BeautifulSoup(client.get("/tim/?q=so+do").content, "html.parser")
    assert "“giấy chứng nhận quyền sử dụng đất”" in page.get_text()


def test_facets_narrow_and_count(client, ward):
    def counts(**chosen):
        page = BeautifulSoup(client.get("/tim/", {"q": "khai sinh", **chosen}).content, "html.parser")
        return {
            box.select_one("input")["value"]: box.select_one(".n").get_text()
            for box in page.select(".filters label")
        }

    assert counts() == {"form": "1", "procedure": "1"}
    assert counts(loai="form") == {"form": "1", "procedure": "1"}  # counted without its own choice
    assert titles(client, "khai sinh", loai="form") == ["Tờ khai đăng ký khai sinh"]
    assert len(titles(client, "khai sinh", loai=["form", "procedure"])) == 2
    assert len(titles(client, "khai sinh", loai="handbook")) == 2  # a value nobody has is passed over


@pytest.mark.parametrize("text", ["", "  ", "\x00\x1f", "\u202e\u200f"])
def test_nothing_typed_is_nothing_asked(text):
    assert plain_text(text) == ""
    assert ask(text).is_empty


def test_invisible_signs_do_not_split_words():
    assert plain_text("kh\u200bai\u202e sinh\x07!") == "khai sinh !"


# --- The table of names ---------------------------------------------------------------------------------
def test_the_table_is_seeded_and_then_the_offices_own():
    ensure_site()
    assert SynonymGroup.objects.count() == len(read_table(SEED_FILE.read_text(encoding="utf-8")))
    for group in SynonymGroup.objects.all():
        group.full_clean()
    SynonymGroup.objects.first().delete()
    left = SynonymGroup.objects.count()
    ensure_site()
    assert SynonymGroup.objects.count() == left
    for group in SynonymGroup.objects.all():
        group.delete()
    seed_synonyms()
    assert not SynonymGroup.objects.exists()


def seeded_names():
    return [group.names for group in SynonymGroup.objects.order_by("pk")]


def test_an_update_adds_new_names_and_none_that_the_office_had(monkeypatch, tmp_path):
    seeds = tmp_path / "synonyms.yaml"
    monkeypatch.setattr("search.office_synonyms.SEED_FILE", seeds)
    old = "- same: [cccd, căn cước]\n- said: [sổ đỏ, Sổ  Hồng]\n  means: [giấy chứng nhận]\n- same: [hs, hồ sơ]\n"
    seeds.write_text(old, encoding="utf-8")
    seed_synonyms()
    assert seeded_names() == ["cccd\ncăn cước", "sổ đỏ\nSổ  Hồng", "hs\nhồ sơ"]

    card, deed, _file = SynonymGroup.objects.order_by("pk")
    card.names = "thẻ\nthẻ căn cước"  # every name another
    card.save()
    deed.delete()
    SynonymGroup.objects.create(names="nhà tôi\nngôi nhà")
    new = "- said: [sổ hồng, bìa đỏ]\n  means: [giấy chứng nhận]\n- same: [Nhà Tôi, nhà]\n- same: [gplx, bằng lái]\n"
    seeds.write_text(old + new, encoding="utf-8")
    seed_synonyms()
    assert seeded_names() == ["thẻ\nthẻ căn cước", "hs\nhồ sơ", "nhà tôi\nngôi nhà", "gplx\nbằng lái"]
    assert office_synonyms().expansions(["gplx"]), "used at once"
    seed_synonyms()
    assert SynonymGroup.objects.count() == 4

    SynonymGroup.objects.get(names="gplx\nbằng lái").delete()
    seed_synonyms()
    assert "gplx\nbằng lái" not in seeded_names()


def test_a_table_seeded_before_its_history_was_kept_is_not_seeded_again():
    ensure_site()
    SynonymGroup.history.all().delete()
    count = SynonymGroup.objects.count()
    SynonymGroup.objects.first().delete()
    seed_synonyms()
    assert SynonymGroup.objects.count() == count - 1


@pytest.fixture(params=["own index", "database"])
def either_search(request):
    """The product's index, and the database's own search."""
    if request.param == "own index":
        request.getfixturevalue("own_index")


def test_a_changed_table_is_used_at_once(either_search, client, ward):
    assert titles(client, "quxvori") == []
    group = SynonymGroup.objects.create(names="quxvori", means="đăng ký khai sinh")
    assert "Đăng ký khai sinh" in titles(client, "quxvori")
    group.names = "quxvara"
    group.save()
    assert titles(client, "quxvori") == []
    assert "Đăng ký khai sinh" in titles(client, "quxvara")
    group.delete()
    assert titles(client, "quxvori") == []


def test_names_are_tidied_and_must_say_something():
    group = SynonymGroup(names=" cccd \n\ncăn  cước\ncccd")
    group.full_clean()
    assert group.names == "cccd\ncăn cước"
    for names, means in (("", "x"), ("một", "")):
        with pytest.raises(ValidationError):
            SynonymGroup(names=names, means=means).full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        SynonymGroup.objects.create(names="")


def test_same_names_find_each_other():
    SynonymGroup.objects.create(names="hkd\nhộ kinh doanh")
    assert [e.words for e in office_synonyms().expansions(["hkd"])] == [("hộ", "kinh", "doanh")]
    assert [e.words for e in office_synonyms().expansions(["hộ", "kinh", "doanh"])] == [("hkd",)]


@pytest.mark.parametrize("role", PermissionRole.values)
def test_the_secretary_edits_names_and_promotions(client, role):
    ensure_site()
    client.force_login(make_people().by_role[role])
    may = role == PermissionRole.ISO_SECRETARY
    for url in ("/quan-tri/everyday_names/", "/quan-tri/searchpicks/"):
        assert (client.get(url).status_code == 200) == may, url


def test_the_secretary_adds_a_name(client):
    ensure_site()
    client.force_login(make_people().by_role[PermissionRole.ISO_SECRETARY])
    response = client.post(
        "/quan-tri/everyday_names/new/", {"names": "giấy đẻ trứng", "means": "đăng ký khai sinh"}
    )
    assert response.status_code == 302
    assert SynonymGroup.objects.filter(names="giấy đẻ trứng").exists()


# --- Promoted results -----------------------------------------------------------------------------------
def promote(query, **values):
    return SearchPromotion.objects.create(query=PromotedQuery.get(query), sort_order=0, **values)


def promoted(client, query):
    page = BeautifulSoup(client.get("/tim/", {"q": query}).content, "html.parser")
    return [(a.get_text(), a["href"]) for a in page.select(".promoted .title")]


def test_a_promoted_page_and_link_stand_on_top(client, ward):
    page = issue_procedure(now=ISSUED, code="QT-3", title="Cấp thẻ", short_title="Cấp thẻ")
    promote("Khai sinh", page=page, description="Xem trước.")
    assert promoted(client, "khai sinh") == [("Cấp thẻ", page.official_path())]
    promote("cổng", external_link_url="https://dichvucong.gov.vn/", external_link_text="Cổng dịch vụ công")
    assert promoted(client, "cổng") == [("Cổng dịch vụ công", "https://dichvucong.gov.vn/")]
    assert promoted(client, "khai") == []


@pytest.mark.parametrize("audience", [Audience.STAFF, Audience.UNIT, Audience.RESTRICTED])
def test_a_promotion_opens_no_closed_document(client, audience):
    page = issue_procedure(now=ISSUED, audience=audience)
    promote("khai sinh", page=page)
    assert promoted(client, "khai sinh") == []
    process = make_process_page()
    issue(process, now=ISSUED)
    promote("quá hạn", page=process)
    assert promoted(client, "quá hạn") == []


# --- From the command line ------------------------------------------------------------------------------
def test_the_command_answers_as_the_public_or_as_somebody(ward, capsys):
    issue(make_process_page(), now=ISSUED)
    call_command("search", "xu ly ho so qua han", "--json")
    assert "internal_process" not in capsys.readouterr().out
    call_command("search", "xu ly ho so qua han", "--json", "--as", make_people().author.username)
    answer = json.loads(capsys.readouterr().out)
    assert answer["results"][0]["title"] == "Xử lý hồ sơ quá hạn"
    assert answer["results"][0]["kind"] == "internal_process"
    call_command("search", "so do", "--limit", "1")
    out = capsys.readouterr().out
    assert "Cấp giấy chứng nhận đất lần đầu" in out and "/thu-tuc/" in out


def test_the_command_says_what_is_wrong(django_user_model):
    django_user_model.objects.create_user("khach")
    for extra in (["--as", "khong-co"], ["--as", "khach"], ["--limit", "0"]):
        with pytest.raises(CommandError):
            call_command("search", "a", *extra)
