"""One document of an import: what its report shows, and how people correct it in place."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from procedures.enums import ImportAction
from procedures.import_desk import services
from procedures.import_desk.parts import PROCEDURE_PARTS, PROCESS_PARTS
from procedures.importers.layout import read_record
from procedures.models import ImportItem
from tests.workspace.import_files import portal_data, record

pytestmark = pytest.mark.django_db


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


@pytest.fixture
def batch(ward):
    return services.open_batch(ward.office.ward, by=ward.people.author, now=timezone.now())


@pytest.fixture
def bring(batch):
    import json

    def take(*records, name="a.json"):
        data = json.dumps(list(records), ensure_ascii=False).encode() if records else portal_data()
        return services.receive_file(batch, data, name, now=timezone.now()).items.first()

    return take


@pytest.fixture
def client_in(ward, browse):
    return browse(ward.people.author)


def url(item, name="import-item", *args):
    return reverse(name, args=[item.pk, *args])


def form_of(client, item, slug):
    """The fields of the form of a part, as a browser would send them back."""
    form = soup(client.get(url(item, "import-edit", slug))).select_one("form[data-import-part]")
    data = {}
    for field in form.select("input[name], textarea[name], select[name]"):
        if field.find_parent("template") or field["name"] == "csrfmiddlewaretoken":
            continue
        if field.name == "textarea":
            data[field["name"]] = field.get_text().removeprefix("\n")
        elif field.name == "select":
            chosen = field.select_one("option[selected]")
            data[field["name"]] = chosen["value"] if chosen else ""
        elif field.get("type") != "checkbox" or field.has_attr("checked"):
            data[field["name"]] = field.get("value", "on" if field.get("type") == "checkbox" else "")
    return data


def save(client, item, slug, data):
    return client.post(url(item, "import-edit", slug), data)


# --- The report ---------------------------------------------------------------------------------------------------
def test_every_passage_of_the_source_is_there_and_leads_to_its_place(client_in, bring):
    item = bring()
    page = soup(client_in.get(url(item)))
    of_the_machine = soup(client_in.get(url(item), {"xem": "technical"})).select(".passage")
    assert of_the_machine and not page.select(".passage.is-technical")
    assert len(page.select(".passage")) + len(of_the_machine) == len(item.passages)
    targets = {link["href"].removeprefix("#") for link in page.select(".passage a.goes")}
    assert targets and all(page.find(id=target) for target in targets)
    back = {link["href"].removeprefix("#") for link in page.select("a.back")}
    assert back and all(page.find(id=target) for target in back)
    ids = [tag["id"] for tag in page.select("[id]")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("state", ["unplaced", "unsure", "proposed"])
def test_passages_are_filtered_by_what_became_of_them(client_in, bring, state):
    item = bring()
    shown = soup(client_in.get(url(item), {"xem": state})).select(".passage")
    assert len(shown) == len(soup(client_in.get(url(item))).select(f".passage.is-{state}"))


def test_findings_stand_at_their_place_and_in_the_list(client_in, bring):
    item = bring(record(steps=[{"title": "Ai làm?"}]))
    page = soup(client_in.get(url(item)))
    row = page.find(id="k-steps-1")
    assert row.select(".found.is-error")
    assert "k-steps-1" in {
        a["href"].removeprefix("#").removesuffix("-role") for a in page.select(".sheet-findings a")
    }


def test_the_next_one_to_look_at_is_one_click_away(client_in, bring):
    first = bring(
        record("QT-A", steps=[{"title": "Ai làm?"}]), record("QT-B", "B"), record("QT-C", "C", steps=[])
    )
    last = ImportItem.objects.get(code="QT-C")
    page = soup(client_in.get(url(first)))
    assert page.select_one('.sheet-nav a[rel="next"]')["href"] == url(last)
    assert soup(client_in.get(url(last))).select_one('.sheet-nav a[rel="prev"]')["href"] == url(first)


def test_the_report_asks_as_much_for_many_rows(client_in, bring):
    def queries(item):
        client_in.get(url(item))
        with CaptureQueriesContext(connection) as found:
            assert client_in.get(url(item)).status_code == 200
        return len(found)

    few = queries(bring(record("QT-A")))
    papers = [{"name": f"Giấy tờ {n}", "original": 1} for n in range(60)]
    steps = [{"title": f"Bước {n}", "role": "specialist"} for n in range(60)]
    assert queries(bring(record("QT-B", components=papers, steps=steps), name="b.json")) == few <= 32


@pytest.mark.parametrize(
    "odd",
    [
        {"steps": 5},
        {"steps": ["chữ", None, 7, ["a"], {"title": {"x": [1]}}]},
        {"time_limit": "3 ngày", "components": {"name": "x"}},
        {"name": ["hai", "tên"], "iso_code": None, "conditions": [["a"]], "fees": [[]]},
        {"purpose": {"html": 5}, "chapters": [{"table": {"rows": 3}}]},
        {"name": "<script>alert(1)</script>", "summary": "\u202e" + "dài " * 5000},
    ],
    ids=lambda odd: next(iter(odd)) + str(len(odd)),
)
def test_whatever_a_file_wrote_can_be_shown_and_opened(client_in, bring, odd):
    item = bring(record(**odd))
    if item is None:
        return
    response = client_in.get(url(item))
    assert response.status_code == 200
    assert b"<script>alert" not in response.content
    for part in PROCEDURE_PARTS:
        data = form_of(client_in, item, part.slug)
        assert save(client_in, item, part.slug, data).status_code in (302, 422)
        item.refresh_from_db()


# --- Corrections --------------------------------------------------------------------------------------------------
def test_opening_and_saving_every_part_changes_nothing(client_in, bring):
    for item in (
        bring(),
        bring(record("QT-B", "Khác", purpose={"html": "<ul><li>Một</li></ul>"}), name="b.json"),
    ):
        before = item.layout
        for part in PROCEDURE_PARTS:
            response = save(client_in, item, part.slug, form_of(client_in, item, part.slug))
            assert response.status_code == 302, part.slug
            item.refresh_from_db()
        assert item.layout == before


def test_a_correction_is_saved_checked_and_leads_back_to_its_part(ward, client_in, bring):
    item = bring(record(steps=[{"title": "Ai làm?"}]))
    assert item.action == ImportAction.BLOCKED
    data = form_of(client_in, item, "buoc") | {"hang-0-role": "specialist", "hang-0-duration__value": "0,5"}
    response = save(client_in, item, "buoc", data | {"hang-0-duration__unit": "working_day"})
    assert response["Location"].endswith("#phan-buoc")
    item.refresh_from_db()
    assert item.layout["steps"] == [
        {"title": "Ai làm?", "role": "specialist", "duration": {"value": "0.5", "unit": "working_day"}}
    ]
    assert (item.action, item.is_chosen, item.edited_by) == (ImportAction.CREATE, True, ward.people.author)


def test_wrong_input_keeps_what_was_typed_with_a_sentence_at_the_field(client_in, bring):
    item = bring(record())
    data = form_of(client_in, item, "thoi-han") | {
        "time_limit__value": "ba ngày",
        "time_limit__text": "Vừa gõ",
    }
    response = save(client_in, item, "thoi-han", data)
    assert response.status_code == 422
    page = soup(response)
    field = page.select_one('[name="time_limit__value"]')
    assert (
        field["value"] == "ba ngày"
        and page.select_one('[name="time_limit__text"]').get_text(strip=True) == "Vừa gõ"
    )
    assert field.find_parent(class_="wrong").select_one(".error").get_text(strip=True)
    item.refresh_from_db()
    assert item.version == 1


@pytest.mark.parametrize(
    ("slug", "name", "typed"),
    [
        ("phi", "hang-0-amount", "-5"),
        ("phi", "hang-0-valid_from", "31/02/2026"),
        ("phi", "hang-0-cases", "một"),
        ("buoc", "hang-0-duration__value", "0"),
        ("thanh-phan", "hang-0-original", "1e9"),
        ("thoi-han", "time_limit__cutoff_time", "25:00"),
        ("ten-ma", "iso_code", "Q" * 60),
    ],
)
def test_each_kind_of_wrong_value_is_told(client_in, bring, slug, name, typed):
    item = bring(record(fees=[{"kind": "le_phi", "amount": 2000}]))
    response = save(client_in, item, slug, form_of(client_in, item, slug) | {name: typed})
    assert response.status_code == 422
    assert soup(response).select_one(f'[name="{name}"]')["value"] == typed


def test_rows_come_go_and_move_without_a_script(client_in, bring):
    item = bring(record(results=[{"name": "Một"}, {"name": "Hai"}]))
    data = form_of(client_in, item, "ket-qua")
    assert data["hang-TOTAL_FORMS"] == "4"
    more = save(client_in, item, "ket-qua", data | {"hang-2-name": "Ba", "them-hang": "1"})
    page = soup(more)
    assert page.select_one('[name="hang-TOTAL_FORMS"]')["value"] == "6"
    assert page.select_one('[name="hang-2-name"]').get_text(strip=True) == "Ba"
    data |= {"hang-2-name": "Ba", "hang-2-ORDER": "1", "hang-1-ORDER": "2", "hang-0-DELETE": "on"}
    save(client_in, item, "ket-qua", data)
    item.refresh_from_db()
    assert [row["name"] for row in item.layout["results"]] == ["Ba", "Hai"]


def test_a_part_that_loses_its_last_row_is_gone(client_in, bring):
    item = bring(record(results=[{"name": "Một"}]))
    save(client_in, item, "ket-qua", form_of(client_in, item, "ket-qua") | {"hang-0-DELETE": "on"})
    item.refresh_from_db()
    assert "results" not in item.layout


def test_keys_that_the_form_does_not_know_stay(client_in, bring):
    item = bring(record(fees=[{"kind": "le_phi", "amount": 2000, "currency": "VND"}], notes="ghi chú"))
    save(client_in, item, "phi", form_of(client_in, item, "phi") | {"hang-0-amount": "3.000"})
    item.refresh_from_db()
    assert item.layout["fees"][0]["amount"] == 3000
    assert item.layout["fees"][0] | {"amount": 0} == item.read_layout["fees"][0] | {"amount": 0}


def test_two_people_at_once_the_second_is_told_and_loses_nothing(ward, browse, bring):
    item = bring(record())
    secretary = ward.user("iso_secretary")
    data = form_of(browse(ward.people.author), item, "ten-ma")
    save(browse(secretary), item, "ten-ma", data | {"name": "Tên của thư ký"})
    response = save(browse(ward.people.author), item, "ten-ma", data | {"name": "Tên của chuyên viên"})
    assert response.status_code == 409
    page = soup(response)
    assert page.select_one('[name="name"]').get_text(strip=True) == "Tên của chuyên viên"
    assert secretary.get_full_name() in page.select_one("[role=alert]").get_text()
    assert "Tên của thư ký" in page.select_one(".sheet-part.is-edited details").get_text()
    again = data | {"name": "Tên của chuyên viên", "version": page.select_one("[name=version]")["value"]}
    assert save(browse(ward.people.author), item, "ten-ma", again).status_code == 302
    item.refresh_from_db()
    assert item.title == "Tên của chuyên viên"


def test_all_steps_are_confirmed_at_once_after_reading(client_in, bring):
    item = bring()
    assert all(step["proposed"] for step in item.layout["steps"])
    client_in.post(url(item, "import-confirm", "buoc"), {"version": item.version})
    item.refresh_from_db()
    assert not any("proposed" in step for step in item.layout["steps"])
    assert "step.proposed" not in item.kinds
    assert item.read_layout["steps"][0]["proposed"]


def test_one_step_is_confirmed_by_its_tick(client_in, bring):
    item = bring()
    save(client_in, item, "buoc", form_of(client_in, item, "buoc") | {"hang-0-confirmed": "on"})
    item.refresh_from_db()
    assert ["proposed" in step for step in item.layout["steps"]][:2] == [False, True]


def test_steps_that_nobody_confirmed_stay_to_be_looked_at(client_in, bring):
    item = bring()
    left = len(item.layout["steps"])
    page = soup(client_in.get(url(item)))
    assert f"({left} " in page.select_one('.part-links a[href="#phan-buoc"]').get_text()
    save(client_in, item, "buoc", form_of(client_in, item, "buoc") | {"hang-0-confirmed": "on"})
    item.refresh_from_db()
    assert "step.proposed" in item.kinds and "steps" not in item.seen
    page = soup(client_in.get(url(item)))
    steps = page.select_one("#phan-buoc")
    assert len(steps.select(".row.is-proposed")) == left - 1
    assert steps.select_one(".part-tools form button")
    client_in.post(url(item, "import-confirm", "buoc"), {"version": item.version})
    item.refresh_from_db()
    assert "step.proposed" not in item.kinds and "steps" in item.seen
    assert not soup(client_in.get(url(item))).select("#phan-buoc .row.is-proposed")


def test_a_remark_of_the_reader_is_settled_when_its_part_was_read(client_in, bring):
    item = bring()
    before = item.warnings
    assert "time.conflict" in item.kinds
    client_in.post(url(item, "import-confirm", "thoi-han"), {"version": item.version})
    item.refresh_from_db()
    assert "time.conflict" not in item.kinds and item.warnings < before
    assert item.layout["time_limit"] == item.read_layout["time_limit"]


@pytest.mark.parametrize("version", ["", "0", "x", "9" * 30])
def test_an_old_version_is_never_saved_over_a_newer_one(client_in, bring, version):
    item = bring()
    assert client_in.post(url(item, "import-confirm", "buoc"), {"version": version}).status_code == 409


def test_an_unknown_part_is_not_there(client_in, bring):
    assert client_in.get(url(bring(), "import-edit", "khong-co")).status_code == 404


# --- Beside what the office has -----------------------------------------------------------------------------------
@pytest.fixture
def known(ward, bring):
    """A document that is in force here and comes in again with another time limit."""
    page = ward.procedure()
    return bring(record(page.document.code, page.title, time_limit={"value": 9, "unit": "working_day"}))


def test_the_differences_are_shown_in_words(client_in, known):
    page = soup(client_in.get(url(known)))
    assert page.select("#so-sanh del") and page.select("#so-sanh ins")
    issued = soup(client_in.get(url(known), {"so-voi": "ban-hanh"}))
    assert issued.select("#so-sanh del") and not issued.select("#so-sanh form[action$='/lay/']")


def test_each_difference_is_taken_from_either_side(client_in, known):
    send = {"khoa": "time_limit", "version": known.version}
    client_in.post(url(known, "import-take"), send | {"ben": "ours"})
    known.refresh_from_db()
    assert known.layout["time_limit"]["value"] != 9
    client_in.post(url(known, "import-take"), send | {"ben": "file", "version": known.version})
    known.refresh_from_db()
    assert known.layout["time_limit"]["value"] == 9
    assert client_in.post(url(known, "import-take"), {"ben": "x"}).status_code == 400
    assert client_in.post(url(known, "import-take"), send | {"ben": "ours"}).status_code == 409


def test_a_draft_that_changed_meanwhile_is_told_and_compared_again(ward, client_in, known):
    draft = known.page.specific.get_latest_revision_as_object()
    draft.summary = "Sửa trong lúc đó."
    draft.save_revision(user=ward.people.author)
    assert soup(client_in.get(url(known))).select_one("#so-sanh .notice.t-warn")
    client_in.post(url(known, "import-compare"))
    known.refresh_from_db()
    assert not known.is_stale


# --- The parts and the format -------------------------------------------------------------------------------------
def test_no_key_of_the_format_is_without_a_place(monkeypatch):
    """A key that a reader of our own format asks for and no part shows would be invisible to whoever checks."""
    from procedures.importers.findings import Findings
    from procedures.importers.nodes import node_from

    asked = set()
    reader = "procedures.importers.field_reading.Reader.get"
    from procedures.importers.field_reading import Reader

    original = Reader.get

    def spy(self, key):
        if not self.path:
            asked.add(key)
        return original(self, key)

    monkeypatch.setattr(reader, spy)
    for values in (
        record(),
        {"kind": "internal_process", "iso_code": "QT-NB", "name": "Tên", "trigger": "Khi có"},
    ):
        read_record(node_from(values), "", Findings(""), {})
    shown = {key for part in (*PROCEDURE_PARTS, *PROCESS_PARTS) for key in part.keys}
    skipped = {
        "order",
        "origin",
        "seed",
        "notes",
        "issues",
        "withdrawal",
        "code_confidence",
        "valid_from",
        "valid_to",
    }
    skipped |= {"successor_code", "moved_to_level", "moved_on", "kind", "id", "frequency"}
    assert asked - shown - skipped == set()
