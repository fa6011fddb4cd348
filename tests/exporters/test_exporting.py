"""What is exported: the draft as last edited, whatever state it is in; and what an import must not touch."""

import contextlib
import json
from io import StringIO

import pytest
import yaml
from django.core.management import CommandError, call_command

from document_control.enums import Audience
from document_control.models import LegalAct
from organisation.models import Role
from procedures.exporters.drafts import layout_of
from procedures.exporters.files import export_bytes, export_data, pages_to_export
from procedures.importers.canonical_layout import canonical_layout
from procedures.models import Citation, FormUse, ProcedureField, ProcessPage, Step
from tests.factories.documents import (
    issue,
    make_office,
    make_people,
    make_procedure_page,
    make_process_page,
    rewrite,
)
from tests.factories.office import at


@pytest.fixture
def office(db):
    make_people()
    return make_office()


def page_again(page):
    return ProcessPage.objects.get(pk=page.pk).specific


def exported(page):
    pages, _copies = pages_to_export(page.unit, codes=[page.code])
    (record,) = export_data(pages)["procedures"]
    return record


def test_the_draft_goes_out_and_not_the_issued_text(office):
    page = make_procedure_page(code="QT-TP-09", summary="Bản đang có hiệu lực")
    issue(page, now=at("2026-10-01 08:00"))
    draft = page_again(page)
    rewrite(draft, summary="Bản đang soạn")
    draft.save_revision()
    assert exported(page)["summary"] == "Bản đang soạn"
    assert exported(page) == layout_of(page_again(page).get_latest_revision_as_object())


def test_the_snapshots_of_the_factories_survive(office):
    for page in (make_procedure_page(code="QT-1"), make_process_page(code="QT-2")):
        layout = layout_of(page)
        assert canonical_layout(layout) == layout


def test_a_draft_with_gaps_goes_out_as_it_is(office):
    page = make_process_page(code="QT-NB-77", chapters=None)
    page.steps = [Step(title="", role=None)]
    page.citations, page.form_uses = [Citation(clause="Điều 1")], [FormUse()]
    page.purpose = '<p data-block-key="a1b2c">  Ha\u0301i   chữ \x07</p><p></p>'
    layout = layout_of(page)
    assert layout["steps"] == [{}] and "legal_bases" not in layout and "forms" not in layout
    assert layout["purpose"] == {"html": "<p>Hái chữ</p><p></p>"}
    assert canonical_layout(layout) is None  # the step has no title


def test_white_space_and_keys_of_an_editor_are_no_change(office, tmp_path):
    page = make_process_page(code="QT-NB-78")
    page.purpose, page.summary = '<p data-block-key="x1">Một  hai</p>', "  Ba   bốn "
    page.save()
    page.save_revision()
    path = tmp_path / "x.json"
    path.write_bytes(export_bytes(pages_to_export(page.unit)[0], "json"))
    output = StringIO()
    call_command("import_procedures", str(path), reader="json", json=True, stdout=output)
    assert json.loads(output.getvalue())["totals"]["unchanged"] == 1
    assert page_again(page).summary == "  Ba   bốn "


@pytest.mark.parametrize("issued", [False, True])
def test_an_import_opens_no_issued_document_to_the_public(office, tmp_path, issued):
    page = make_process_page(code="QT-NB-79", audience="restricted")
    page.save_revision()
    if issued:
        issue(page_again(page), now=at("2026-10-01 08:00"))
    record = exported(page) | {"audience": "public", "review_cycle_months": 6, "summary": "Khác"}
    path = tmp_path / "x.yaml"
    path.write_text(yaml.safe_dump([record], allow_unicode=True), "utf-8")
    output = StringIO()
    call_command("import_procedures", str(path), json=True, stdout=output)
    report = json.loads(output.getvalue())
    assert report["totals"]["changed"] == 1
    register = page_again(page).document
    expected = (Audience.RESTRICTED, 12) if issued else (Audience.PUBLIC, 6)
    assert (register.audience, register.review_cycle_months) == expected
    assert any("Phạm vi đọc" in f["message"] for f in report["findings"]) == issued


def test_copies_without_a_code_are_left_out_and_named(office, tmp_path):
    page = make_process_page(code="QT-NB-80")
    page.copy(update_attrs={"slug": "ban-sao"})
    out, err = StringIO(), StringIO()
    path = tmp_path / "x.json"
    call_command("export_procedures", str(path), stdout=out, stderr=err)
    assert [r["iso_code"] for r in json.loads(path.read_bytes())["procedures"]] == ["QT-NB-80"]
    assert "BAN-SAO-1" in err.getvalue()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(["x.docx"], r"\.yaml"), (["x.json", "QT-KHONG-CO"], "QT-KHONG-CO"), (["thu/muc/x.json"], "thu/muc")],
)
def test_what_cannot_be_exported_is_said(office, tmp_path, monkeypatch, arguments, words):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CommandError, match=words):
        call_command("export_procedures", *arguments)
    assert list(tmp_path.iterdir()) == []


CATALOGUE = """\
catalogue:
  fields: [{code: ho_tich, name: Hộ tịch của tệp, ministry_code: G15}]
  roles: [{code: specialist, name: Chuyên viên của tệp, order: 1}, {code: moi, name: Vai trò mới, external: true}]
  legal_acts:
    - {number: 1/2020/TT-A, title: Cũ, kind: circular, issuer: Bộ A, replaced_by: {number: 2/2026/TT-A, issuer: Bộ A}}
    - {number: 2/2026/TT-A, title: Mới, kind: circular, issuer: Bộ A}
    - {number: 2/2026/TT-A, title: Của nơi khác, issuer: Bộ B}
procedures:
  - kind: internal_process
    iso_code: QT-1
    name: Thử
    legal_bases: [{number: 2/2026/TT-A, issuer: Bộ B}, {number: 1/2020/TT-A}]
    steps: [{title: Làm, role: moi}]
"""


def import_yaml(text, tmp_path):
    path = tmp_path / "x.yaml"
    path.write_text(text, "utf-8")
    output = StringIO()
    with contextlib.suppress(SystemExit):
        call_command("import_procedures", str(path), json=True, stdout=output)
    return json.loads(output.getvalue())


def test_declared_rows_are_added_and_those_of_the_office_stay(office, tmp_path):
    ProcedureField.objects.create(code="ho_tich", name="Hộ tịch của phường")
    role = Role.objects.get(code="specialist")
    role.name = "Tên do phường đặt"
    role.save()
    report = import_yaml(CATALOGUE, tmp_path)
    assert report["applied"] and report["created_rows"] == {
        "role": ["moi: Vai trò mới"],
        "legal_act": ["1/2020/TT-A", "2/2026/TT-A", "2/2026/TT-A"],
    }
    assert ProcedureField.objects.get(code="ho_tich").name == "Hộ tịch của phường"
    assert Role.objects.get(code="specialist").name == "Tên do phường đặt"
    assert Role.objects.get(code="moi").is_external
    old = LegalAct.objects.get(number="1/2020/TT-A")
    assert old.replaced_by.issuer == "Bộ A" and old.kind == "circular"
    page = ProcessPage.objects.get(code="QT-1").specific
    assert [c.legal_act.title for c in page.citations.all()] == ["Của nơi khác", "Cũ"]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            "{number: 2/2026/TT-A, title: Mới,",
            "{number: 1/2020/TT-A, title: Mới,",
            "Ghi hai lần: 1/2020/TT-A Bộ A",
        ),
        ("{code: moi,", "{code: specialist,", "Ghi hai lần: specialist"),
        ("title: Cũ,", "title: Cũ, url: 'javascript:alert(1)',", "không phải địa chỉ trang web"),
        ("{code: ho_tich, name", "{code: 'hộ tịch', name", "chữ không dấu"),
        ("kind: circular, issuer: Bộ A}", "kind: nghị định, issuer: Bộ A}", "Chọn một trong: law"),
        ("catalogue:", "schema: 9\ncatalogue:", "mẫu số 9"),
        ("catalogue:", "la: x\ncatalogue: []\nthua:", "phải là một nhóm khóa"),
    ],
)
def test_a_faulty_catalogue_is_refused(office, tmp_path, old, new, words):
    assert old in CATALOGUE
    report = import_yaml(CATALOGUE.replace(old, new, 1), tmp_path)
    assert not report["applied"] and report["files"][0]["refused"]
    assert any(words in f["message"] for f in report["findings"] if f["severity"] == "error"), report[
        "findings"
    ]
