"""The catalogue rows that a file declares: created where the office lacks them, with everything the file says."""

from __future__ import annotations

from django.db.models import Model

from document_control.models import LegalAct
from organisation.models import OfficeDocument, Role
from procedures.importers.catalogue_layout import ActRow, CatalogueFile, FormRow, RoleRow
from procedures.importers.findings import Finding, FindingKind
from procedures.models import FormTemplate, ProcedureField, Subject


class DeclaredRows:
    """Creates the missing rows of one file.

    Attributes:
        created: kind and words of every new row.
        findings: forms whose file is not in the library.
    """

    def __init__(self, catalogue: CatalogueFile) -> None:
        self.catalogue = catalogue
        self.created: list[tuple[str, str]] = []
        self.findings: list[Finding] = []

    def create(self) -> None:
        """Create what is missing. Rows that exist stay as the office has them."""
        self._create_fields()
        self._create_subjects()
        self._create_roles()
        self._create_forms()
        self._create_acts()

    def _create_fields(self) -> None:
        known = _known_codes(ProcedureField, [f.code for f in self.catalogue.fields])
        for field in self.catalogue.fields:
            if field.code not in known:
                row = ProcedureField(
                    code=field.code,
                    name=field.name,
                    ministry_code=field.ministry_code,
                    sort_order=field.order,
                )
                row.icon = field.icon or row.icon
                self._save(row, "field", f"{field.code}: {field.name}")

    def _create_subjects(self) -> None:
        known = _known_codes(Subject, [s.code for s in self.catalogue.subjects])
        for subject in self.catalogue.subjects:
            if subject.code not in known:
                row = Subject(code=subject.code, name=subject.name, sort_order=subject.order)
                self._save(row, "subject", subject.name)

    def _create_roles(self) -> None:
        roles = {r.code: r for r in Role.objects.filter(code__in=[r.code for r in self.catalogue.roles])}
        for role in self.catalogue.roles:
            known = roles.get(role.code)
            if known is None:
                row = Role(
                    code=role.code,
                    name=role.name,
                    is_external=role.is_external,
                    is_everyone=role.is_everyone,
                    sort_order=role.order,
                )
                self._save(row, "role", f"{role.code}: {role.name}")
            elif known.group_id and (known.name, known.sort_order) != (role.name, role.order):
                self._rename_seeded_role(known, role)

    def _rename_seeded_role(self, known: Role, role: RoleRow) -> None:
        """A role that came with the installation takes the file's name, as long as nobody here gave it one."""
        if known.history.order_by().values("name", "sort_order").distinct().count() > 1:
            return
        known.name, known.sort_order = role.name, role.order
        known.save()
        message = f"Vai trò {role.code} chưa ai sửa ở đây; lấy tên và thứ tự theo tệp: {role.name}."
        self.findings.append(Finding(self.catalogue.file, 0, "catalogue.roles", message, "info"))

    def _save(self, row: Model, kind: str, what: str) -> None:
        row.save()
        self.created.append((kind, what))

    def _create_forms(self) -> None:
        known = _known_codes(FormTemplate, [f.code for f in self.catalogue.forms])
        new = [form for form in self.catalogue.forms if form.code not in known]
        hashes = {form.file_sha256 for form in new if form.file_sha256}
        documents = OfficeDocument.objects.filter(sha256__in=hashes).order_by("-pk")
        library = {document.sha256: document for document in documents}
        for form in new:
            file = library.get(form.file_sha256)
            row = FormTemplate(code=form.code, name=form.name, is_active=not form.is_retired, file=file)
            self._save(row, "form", f"{form.code}: {form.name}")
            if form.file_name and file is None:
                self._tell_missing_file(form)

    def _tell_missing_file(self, form: FormRow) -> None:
        message = (
            f"Biểu mẫu {form.code}: tệp {form.file_name} không đi kèm. Tải tệp lên rồi gắn vào biểu mẫu."
        )
        kind = FindingKind.CATALOGUE_MISSING
        self.findings.append(Finding(self.catalogue.file, 0, "catalogue.forms", message, "info", kind))

    def _create_acts(self) -> None:
        numbers = {act.number for act in self.catalogue.acts}
        rows = {(row.number, row.issuer): row for row in LegalAct.objects.filter(number__in=numbers)}
        new = [act for act in self.catalogue.acts if (act.number, act.issuer) not in rows]
        for act in new:
            rows[act.number, act.issuer] = row = LegalAct(
                number=act.number,
                title=act.title,
                kind=act.kind,
                issuer=act.issuer,
                issued_on=act.issued_on,
                effective_from=act.effective_from,
                effective_to=act.effective_to,
                url=act.url,
            )
            self._save(row, "legal_act", act.number)
        for act in new:
            self._link(rows[act.number, act.issuer], act, rows)

    def _link(self, row: LegalAct, act: ActRow, rows: dict[tuple[str, str], LegalAct]) -> None:
        successor = rows.get(act.replaced_by) if act.replaced_by else None
        if successor is not None and successor.pk != row.pk:
            row.replaced_by = successor
            row.save()


def _known_codes(model: type[Model], codes: list[str]) -> set[str]:
    return set(model._default_manager.filter(code__in=codes).values_list("code", flat=True))
