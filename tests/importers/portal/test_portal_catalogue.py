"""A field of the portal is one the office has, if its ministry's code or its name says so."""

from procedures.importers.catalogue import Catalogue
from procedures.importers.findings import Findings
from procedures.importers.layout import read_record
from procedures.importers.nodes import node_from
from procedures.models import ProcedureField

from .portal_records import read


def loaded(**changes):
    layout = {"iso_code": "QT-THU-01", **read(**changes)[0]}
    record = read_record(node_from(layout), "thu.json", Findings("thu.json"), {})
    catalogue = Catalogue()
    rows = catalogue.load([record])
    return rows.fields[record.body.field.code], catalogue.created.get("field", [])


def category(name, code):
    return {"categoriesDetails": [{"name": name, "code": code}]}


def test_found_by_the_ministrys_code(site_parts):
    field = ProcedureField.objects.create(code="ong_mat", name="Ong mật", ministry_code="G99-NO01")
    assert loaded() == (field, [])


def test_found_by_its_name(site_parts):
    field = ProcedureField.objects.create(code="nuoi_ong", name="Nuôi ong")
    assert loaded(**category("NUÔI ONG", "")) == (field, [])


def test_made_with_the_ministrys_code_otherwise(site_parts):
    field, created = loaded()
    assert (field.code, field.name, field.ministry_code) == ("nuoi-ong", "Nuôi ong", "G99-NO01")
    assert created == ["nuoi-ong: Nuôi ong"]
