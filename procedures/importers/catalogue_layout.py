"""The catalogue of a file: the rows of the lists that its procedures refer to, as plain data. Pure.

A file may carry them so that an empty system gets equal rows, not only codes and names. Rows that exist stay as the
office has them.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Any

from procedures.importers.canonical_layout import filled
from procedures.importers.field_reading import Reader
from procedures.importers.layout_parts import LENGTHS as L
from procedures.importers.layout_parts import code_of
from procedures.importers.reading import Layout

MOST_ROWS = 20_000
ACT_KINDS = {
    kind: kind
    for kind in (
        "law",
        "ordinance",
        "decree",
        "circular",
        "resolution",
        "decision",
        "directive",
        "standard",
        "other",
    )
}


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A field of administration."""

    code: str
    name: str
    ministry_code: str = ""
    icon: str = ""
    order: int = 0


@dataclass(frozen=True, slots=True)
class SubjectRow:
    """A kind of applicant."""

    code: str
    name: str
    order: int = 0


@dataclass(frozen=True, slots=True)
class RoleRow:
    """Who does a step."""

    code: str
    name: str
    is_external: bool = False
    is_everyone: bool = False
    order: int = 0


@dataclass(frozen=True, slots=True)
class FormRow:
    """A form; its file only by name and SHA-256, the bytes are no part of the format."""

    code: str
    name: str
    is_retired: bool = False
    file_name: str = ""
    file_sha256: str = ""


@dataclass(frozen=True, slots=True)
class ActRow:
    """A legal act; `replaced_by` is the number and the issuer of the act in its place."""

    number: str
    title: str
    kind: str = "other"
    issuer: str = ""
    issued_on: dt.date | None = None
    effective_from: dt.date | None = None
    effective_to: dt.date | None = None
    replaced_by: tuple[str, str] | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class CatalogueFile:
    """The catalogue rows of one file."""

    file: str = ""
    fields: tuple[FieldRow, ...] = ()
    subjects: tuple[SubjectRow, ...] = ()
    roles: tuple[RoleRow, ...] = ()
    forms: tuple[FormRow, ...] = ()
    acts: tuple[ActRow, ...] = ()


def read_catalogue(reader: Reader, file: str) -> CatalogueFile:
    """The mapping under `catalogue`; faults go to the reader's findings."""
    catalogue = CatalogueFile(
        file,
        reader.groups("fields", MOST_ROWS, _read_field),
        reader.groups("subjects", MOST_ROWS, _read_subject),
        reader.groups("roles", MOST_ROWS, _read_role),
        reader.groups("forms", MOST_ROWS, _read_form),
        reader.groups("legal_acts", MOST_ROWS, _read_act),
    )
    reader.finish()
    _refuse_twins(reader, "fields", [row.code for row in catalogue.fields])
    _refuse_twins(reader, "subjects", [row.code for row in catalogue.subjects])
    _refuse_twins(reader, "roles", [row.code for row in catalogue.roles])
    _refuse_twins(reader, "forms", [row.code for row in catalogue.forms])
    _refuse_twins(reader, "legal_acts", [f"{row.number} {row.issuer}".strip() for row in catalogue.acts])
    return catalogue


def _refuse_twins(reader: Reader, key: str, names: list[str]) -> None:
    twins = [name for name, count in Counter(names).items() if count > 1 and name]
    if twins:
        reader.fault(key, f"Ghi hai lần: {', '.join(twins[:5])}. Bỏ bớt một.")


def _code(reader: Reader, longest: int = L["code"]) -> str:
    return code_of(reader, "code", longest, required="Dòng này chưa có mã. Ghi code.")


def _name(reader: Reader, longest: int) -> str:
    return reader.text("name", longest, required="Dòng này chưa có tên. Ghi name.")


def _order(reader: Reader) -> int:
    return reader.integer("order", 0, 32_767) or 0


def _read_field(reader: Reader) -> FieldRow:
    return FieldRow(
        _code(reader),
        _name(reader, L["field_name"]),
        reader.text("ministry_code", L["ministry_code"]),
        code_of(reader, "icon", L["icon"]),
        _order(reader),
    )


def _read_subject(reader: Reader) -> SubjectRow:
    return SubjectRow(_code(reader, L["subject_code"]), _name(reader, L["subject"]), _order(reader))


def _read_role(reader: Reader) -> RoleRow:
    return RoleRow(
        _code(reader),
        _name(reader, L["role_name"]),
        reader.boolean("external"),
        reader.boolean("everyone"),
        _order(reader),
    )


def _read_form(reader: Reader) -> FormRow:
    code = reader.text("code", L["code"], required="Dòng này chưa có mã. Ghi code.")
    name, is_retired = _name(reader, L["form_name"]), reader.boolean("retired")
    file = reader.group("file")
    if file is None:
        return FormRow(code, name, is_retired)
    row = FormRow(code, name, is_retired, file.text("name", L["file_name"]), file.text("sha256", 64))
    file.finish()
    return row


def _read_act(reader: Reader) -> ActRow:
    replaced_by = None
    successor = reader.group("replaced_by")
    if successor is not None:
        number = successor.text("number", L["act_number"], required="Chưa có số hiệu. Ghi number.")
        replaced_by = number, successor.text("issuer", L["act_issuer"])
        successor.finish()
    return ActRow(
        number=reader.text("number", L["act_number"], required="Văn bản chưa có số hiệu. Ghi number."),
        title=reader.text("title", L["act_title"], required="Văn bản chưa có tên. Ghi title."),
        kind=reader.choice("kind", ACT_KINDS, default="other"),
        issuer=reader.text("issuer", L["act_issuer"]),
        issued_on=reader.date("issued_on"),
        effective_from=reader.date("effective_from"),
        effective_to=reader.date("effective_to"),
        replaced_by=replaced_by,
        url=reader.web_address("url", L["url"]),
    )


def catalogue_layout(catalogue: CatalogueFile) -> Layout:
    """The way back: the mapping that stands under `catalogue` in a file."""
    return filled(
        fields=[
            filled(code=f.code, name=f.name, ministry_code=f.ministry_code, icon=f.icon, order=f.order)
            for f in catalogue.fields
        ],
        subjects=[filled(code=s.code, name=s.name, order=s.order) for s in catalogue.subjects],
        roles=[
            filled(code=r.code, name=r.name, external=r.is_external, everyone=r.is_everyone, order=r.order)
            for r in catalogue.roles
        ],
        forms=[
            filled(
                code=f.code,
                name=f.name,
                retired=f.is_retired,
                file=filled(name=f.file_name, sha256=f.file_sha256),
            )
            for f in catalogue.forms
        ],
        legal_acts=[_act_layout(act) for act in catalogue.acts],
    )


def _act_layout(act: ActRow) -> Layout:
    def day(value: dt.date | None) -> str | None:
        return value.isoformat() if value else None

    successor: Any = None
    if act.replaced_by is not None:
        successor = filled(number=act.replaced_by[0], issuer=act.replaced_by[1])
    return filled(
        number=act.number,
        title=act.title,
        kind=act.kind,
        issuer=act.issuer,
        issued_on=day(act.issued_on),
        effective_from=day(act.effective_from),
        effective_to=day(act.effective_to),
        replaced_by=successor,
        url=act.url,
    )
