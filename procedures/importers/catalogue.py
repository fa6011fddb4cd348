"""The catalogue rows that records name: found by their key, created when missing, and told."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from anyascii import anyascii
from django.utils.text import slugify

from document_control.enums import LegalActKind
from document_control.models import LegalAct
from organisation.models import AdminLevel, Role
from procedures.importers.catalogue_layout import CatalogueFile
from procedures.importers.declared_rows import DeclaredRows
from procedures.importers.findings import Finding
from procedures.importers.pages import CatalogueRows
from procedures.importers.records import ActPart, CodeName, ParsedRecord, ProcedurePart, rich_texts
from procedures.models import (
    FormTemplate,
    InternalProcessPage,
    OnlineLevel,
    ProcedureField,
    ProcedurePage,
    Subject,
)
from procedures.portable_markup import links_in

EXTERNAL_ROLES = {"citizen": "Người yêu cầu", "system": "Phần mềm"}
ACT_KINDS = (
    (re.compile(r"/(QH\d+|L-CTN)$"), LegalActKind.LAW),
    (re.compile(r"/(PL-)?UBTVQH\d*$"), LegalActKind.RESOLUTION),
    (re.compile(r"/NĐ-"), LegalActKind.DECREE),
    (re.compile(r"/TTLT-|/TT-"), LegalActKind.CIRCULAR),
    (re.compile(r"/NQ-|/NQ$"), LegalActKind.RESOLUTION),
    (re.compile(r"/QĐ-|/QĐ$"), LegalActKind.DECISION),
    (re.compile(r"/CT-"), LegalActKind.DIRECTIVE),
    (re.compile(r"^TCVN"), LegalActKind.STANDARD),
)


@dataclass
class Catalogue:
    """Finds or creates rows.

    Attributes:
        created: what was new, by kind.
        findings: what somebody must still add, such as files of forms.
    """

    rows: CatalogueRows = field(default_factory=CatalogueRows)
    created: dict[str, list[str]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def _note(self, kind: str, what: str) -> None:
        self.created.setdefault(kind, []).append(what)

    def load(self, records: Iterable[ParsedRecord], declared: Iterable[CatalogueFile] = ()) -> CatalogueRows:
        """Make sure that every row which `records` name or files declare exists; rows that exist stay as they are."""
        records = list(records)
        for catalogue in declared:
            declared_rows = DeclaredRows(catalogue)
            declared_rows.create()
            for kind, what in declared_rows.created:
                self._note(kind, what)
            self.findings += declared_rows.findings
        bodies = [r.body for r in records if isinstance(r.body, ProcedurePart)]
        self._load_fields(bodies)
        self._load_subjects(dict.fromkeys(name for b in bodies for name in b.subjects))
        self._load_roles(records)
        self._load_forms(records)
        self._load_acts([act for r in records for act in r.acts])
        self.rows.levels = {level.code: level for level in AdminLevel.objects.all()}
        self.rows.online = {(row.scale, row.code): row for row in OnlineLevel.objects.all()}
        self._load_pages(records)
        return self.rows

    def _load_fields(self, bodies: list[ProcedurePart]) -> None:
        """A field is found by its code, else by the ministry's code, else by its name; else it is new."""
        rows = list(ProcedureField.objects.all())
        self.rows.fields = {row.code: row for row in rows}
        by_ministry = {row.ministry_code: row for row in rows if row.ministry_code}
        by_name = {row.name.casefold(): row for row in rows}
        for body in bodies:
            item, ministry = body.field, body.field_ministry_code
            if item is None or item.code in self.rows.fields:
                continue
            row = by_ministry.get(ministry) or by_name.get(item.name.casefold())
            if row is None:
                row = self._new_field(item, ministry)
                by_name[row.name.casefold()] = row
                if ministry:
                    by_ministry[ministry] = row
            self.rows.fields[item.code] = row

    def _new_field(self, item: CodeName, ministry_code: str) -> ProcedureField:
        name = item.name or item.code
        self._note("field", f"{item.code}: {name}")
        return ProcedureField.objects.create(
            code=item.code, name=name, ministry_code=ministry_code, sort_order=len(self.rows.fields) + 1
        )

    def _load_subjects(self, names: Iterable[str]) -> None:
        self.rows.subjects = {s.name: s for s in Subject.objects.all()}
        codes = {s.code for s in self.rows.subjects.values()}
        for name in names:
            if name not in self.rows.subjects:
                code = _free_code(slugify(anyascii(name))[:56] or "doi-tuong", codes)
                self.rows.subjects[name] = Subject.objects.create(code=code, name=name, sort_order=len(codes))
                codes.add(code)
                self._note("subject", name)

    def _load_roles(self, records: list[ParsedRecord]) -> None:
        self.rows.roles = {r.code: r for r in Role.objects.all()}
        for step in (step for record in records for step in record.steps):
            code = step.role.code if step.role else ""
            if step.role and code not in self.rows.roles:
                name = (EXTERNAL_ROLES.get(code) or step.role.name or step.position or code)[:120]
                self.rows.roles[code] = Role.objects.create(
                    code=code, name=name, is_external=code in EXTERNAL_ROLES, sort_order=len(self.rows.roles)
                )
                self._note("role", f"{code}: {name}")

    def _load_forms(self, records: list[ParsedRecord]) -> None:
        self.rows.forms = {f.code: f for f in FormTemplate.objects.all()}
        names = {f.code: f.name for r in records for f in r.forms if f.name}
        used = [f.code for r in records for f in r.forms]
        used += [s.form for r in records for s in r.steps]
        used += [c.form for r in records if isinstance(r.body, ProcedurePart) for c in r.body.components]
        for code in dict.fromkeys(code for code in used if code):
            if code not in self.rows.forms:
                name = names.get(code) or code
                self.rows.forms[code] = FormTemplate.objects.create(code=code, name=name)
                self._note("form", f"{code}: {name}")

    def _load_acts(self, wanted: list[ActPart]) -> None:
        self.rows.acts = {}
        for act in LegalAct.objects.filter(number__in={a.number for a in wanted}).order_by("-pk"):
            self.rows.acts[act.number] = act  # of equal numbers the oldest row wins
            self.rows.issued_acts[act.number, act.issuer] = act
        for part in wanted:
            if part.number and part.number not in self.rows.acts:
                self.rows.acts[part.number] = LegalAct.objects.create(
                    number=part.number,
                    title=part.title or part.number,
                    kind=kind_of_act(part.number),
                    issuer=part.issuer,
                    issued_on=part.issued_on,
                )
                self._note("legal_act", part.number)

    def _load_pages(self, records: list[ParsedRecord]) -> None:
        """The documents that texts link to."""
        wanted = {address for record in records for text in rich_texts(record) for address in links_in(text)}
        slugs = {address.rstrip("/").rpartition("/")[2] for address in wanted}
        for kind in (ProcedurePage, InternalProcessPage) if wanted else ():
            pages = kind.objects.filter(slug__in=slugs).only("pk", "slug", "title")
            self.rows.pages |= {page.official_path(): page.pk for page in pages}


def kind_of_act(number: str) -> LegalActKind:
    """The kind of a legal act, as far as its number tells."""
    return next((kind for pattern, kind in ACT_KINDS if pattern.search(number)), LegalActKind.OTHER)


def _free_code(base: str, taken: set[str]) -> str:
    code, number = base, 2
    while code in taken:
        code, number = f"{base}-{number}", number + 1
    return code
