"""The sample's lists: fields, kinds of applicants, online levels, legal acts, forms with their files."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from django.core.files.base import ContentFile

from document_control.models import LegalAct
from organisation.models import OfficeDocument
from organisation.sample_loading import load_yaml
from procedures.models import FormTemplate, OnlineLevel, ProcedureField, Subject

FORMS_WITH_FILE = ("TP-HT-", "HKD-", "XD-", "DD-")
FILE_DATE = (2025, 7, 1, 0, 0, 0)

CONTENT_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
DOCUMENT = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>%s'
    "<w:sectPr/></w:body></w:document>"
)


def illustrative_form(code: str, name: str) -> bytes:
    """A small valid DOCX that says what it stands for; the same bytes every time."""
    lines = (
        name.upper(),
        f"Mã biểu mẫu: {code}",
        "Biểu mẫu minh họa của dữ liệu mẫu, không dùng để nộp hồ sơ.",
    )
    body = "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in lines)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in (
            ("[Content_Types].xml", CONTENT_TYPES),
            ("_rels/.rels", RELATIONS),
            ("word/document.xml", DOCUMENT % body),
        ):
            archive.writestr(zipfile.ZipInfo(path, FILE_DATE), text)
    return target.getvalue()


def _rows(folder: Path, name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = load_yaml(folder / f"{name}.yaml")
    return rows


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def load_catalogue(folder: Path) -> None:
    """Load the lists of the sample; rows that exist are left alone."""
    for row in _rows(folder, "fields"):
        ProcedureField.objects.get_or_create(
            code=row["code"],
            defaults={"name": row["name"], "icon": row["icon"], "sort_order": row["order"]},
        )
    for order, row in enumerate(_rows(folder, "subjects")):
        Subject.objects.get_or_create(code=row["code"], defaults={"name": row["name"], "sort_order": order})
    for order, row in enumerate(_rows(folder, "online_levels")):
        OnlineLevel.objects.get_or_create(
            scale=row["scale"],
            code=row["code"],
            defaults={
                "name": row["name"],
                "description": row["description"],
                "valid_from": _day(row["valid_from"]),
                "valid_to": _day(row["valid_to"]),
                "sort_order": order,
            },
        )
    _load_acts(_rows(folder, "legal_acts"))
    for row in _rows(folder, "forms"):
        _load_form(row["code"], row["name"])


def _load_acts(rows: list[dict[str, Any]]) -> None:
    acts = {}
    for row in rows:
        acts[row["number"]], _created = LegalAct.objects.get_or_create(
            number=row["number"],
            issuer=row["issuer"],
            defaults={
                "title": row["title"],
                "kind": row["kind"],
                "issued_on": _day(row["issued_on"]),
                "effective_from": _day(row["effective_from"]),
            },
        )
    for row in rows:
        act = acts[row["number"]]
        if row["replaced_by"] and act.replaced_by_id is None:
            act.replaced_by = acts[row["replaced_by"]]
            if act.replaced_by.effective_from:
                act.effective_to = act.replaced_by.effective_from - dt.timedelta(days=1)
            act.save()


def _load_form(code: str, name: str) -> None:
    form, created = FormTemplate.objects.get_or_create(code=code, defaults={"name": name})
    if not created or not code.startswith(FORMS_WITH_FILE):
        return
    data = illustrative_form(code, name)
    document = OfficeDocument(
        title=f"{code} {name}", file=ContentFile(data, name=f"{code.lower()}.docx"), file_size=len(data)
    )
    document.save()  # fills in the hash
    form.file = document
    form.save()
