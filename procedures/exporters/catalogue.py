"""The catalogue rows that go out with procedures: those used, or all of them."""

from __future__ import annotations

from collections.abc import Iterable

from document_control.models import LegalAct
from organisation.models import Role
from procedures.exporters.drafts import ReferenceRows
from procedures.importers.catalogue_layout import (
    ActRow,
    CatalogueFile,
    FieldRow,
    FormRow,
    RoleRow,
    SubjectRow,
)
from procedures.importers.plain_text import one_line
from procedures.importers.records import ParsedRecord, ProcedurePart
from procedures.models import FormTemplate, ProcedureField, Subject


def catalogue_of(
    records: Iterable[ParsedRecord], rows: ReferenceRows, *, everything: bool = False
) -> CatalogueFile:
    """The rows that `records` refer to; with `everything` also those of the office that nobody uses yet.

    Roles are always the used ones: a new installation has the others.
    """
    used = _Used(records)
    subjects = Subject.objects.order_by("sort_order", "code")
    return CatalogueFile(
        fields=tuple(
            _field(f) for f in _in_order(rows.fields.values()) if everything or f.code in used.fields
        ),
        subjects=tuple(
            SubjectRow(s.code, one_line(s.name), s.sort_order)
            for s in subjects
            if everything or one_line(s.name) in used.subjects
        ),
        roles=tuple(_role(r) for r in _in_order(rows.roles.values()) if r.code in used.roles),
        forms=tuple(
            _form(f)
            for f in sorted(rows.forms.values(), key=lambda form: form.code)
            if everything or f.code in used.forms
        ),
        acts=_acts(rows, None if everything else used.acts),
    )


class _Used:
    """The keys that records name."""

    def __init__(self, records: Iterable[ParsedRecord]) -> None:
        self.fields: set[str] = set()
        self.subjects: set[str] = set()
        self.roles: set[str] = set()
        self.forms: set[str] = set()
        self.acts: set[tuple[str, str]] = set()
        for record in records:
            self._add(record)

    def _add(self, record: ParsedRecord) -> None:
        self.roles |= {step.role.code for step in record.steps if step.role}
        self.forms |= {step.form for step in record.steps} | {form.code for form in record.forms}
        self.acts |= {(act.number, act.issuer) for act in record.acts}
        if isinstance(record.body, ProcedurePart):
            self.fields |= {record.body.field.code} if record.body.field else set()
            self.subjects |= set(record.body.subjects)
            self.forms |= {component.form for component in record.body.components}


def _in_order(rows: Iterable[ProcedureField] | Iterable[Role]) -> list:
    return sorted(rows, key=lambda row: (row.sort_order, row.code))


def _field(row: ProcedureField) -> FieldRow:
    return FieldRow(row.code, one_line(row.name), one_line(row.ministry_code), row.icon, row.sort_order)


def _role(row: Role) -> RoleRow:
    return RoleRow(row.code, one_line(row.name), row.is_external, row.is_everyone, row.sort_order)


def _form(row: FormTemplate) -> FormRow:
    file = row.file
    return FormRow(
        one_line(row.code),
        one_line(row.name),
        not row.is_active,
        file.filename if file else "",
        file.sha256 if file else "",
    )


def _key(act: LegalAct) -> tuple[str, str]:
    return one_line(act.number), one_line(act.issuer)


def _acts(rows: ReferenceRows, wanted: set[tuple[str, str]] | None) -> tuple[ActRow, ...]:
    """By number; an act that is used brings along those that took its place."""
    chosen = [act for act in rows.acts.values() if wanted is None or _key(act) in wanted]
    by_pk = {act.pk: act for act in chosen}
    waiting = list(chosen)
    while waiting:
        successor = rows.acts.get(waiting.pop().replaced_by_id)
        if successor is not None and successor.pk not in by_pk:
            by_pk[successor.pk] = successor
            waiting.append(successor)
    return tuple(_act(act, rows) for act in sorted(by_pk.values(), key=_key))


def _act(act: LegalAct, rows: ReferenceRows) -> ActRow:
    successor = rows.acts.get(act.replaced_by_id)
    number, issuer = _key(act)
    return ActRow(
        number=number,
        title=one_line(act.title),
        kind=act.kind,
        issuer=issuer,
        issued_on=act.issued_on,
        effective_from=act.effective_from,
        effective_to=act.effective_to,
        replaced_by=_key(successor) if successor is not None else None,
        url=act.url,
    )
